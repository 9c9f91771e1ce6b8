import { element } from '../element.js';
import { field, inlineForm } from '../forms.js';
import { button, heading } from '../parts.js';
import { counted } from '../texts.js';
import { switches } from './switches.js';

const ICON = 'M10 3 2 17h16zM10 8v4M10 14.5v.5';

const COUNT = {
	name: 'count',
	label: 'Next',
	type: 'number',
	min: 1,
	max: 1000,
	value: 1,
	required: true,
};
const LATE = {
	name: 'delayMs',
	label: 'Late by (ms)',
	type: 'number',
	min: 0,
	max: 600_000,
	value: 0,
	required: true,
};

/** Faults on demand, and how the portal behaves. */
export function faultsSection(tools) {
	const title = heading('h2', 'Faults', 'faults-title');
	const left = element('p', { class: 'quiet', id: 'faults-left', role: 'status' });
	const forms = element('div', { class: 'stack' });
	const its = switches(tools);
	const node = element(
		'div',
		{ class: 'stack' },
		element(
			'section',
			{ 'aria-labelledby': 'faults-title' },
			element(
				'div',
				{ class: 'title' },
				title.node,
				button('Clear all', () => tools.attempt(['DELETE', 'faults'], 'No faults are planned')),
			),
			left,
			forms,
		),
		its.node,
	);
	function draw(state) {
		const { faultsLeft, faultKinds } = state;
		if (forms.childElementCount === 0) forms.append(...planForms(faultKinds, tools));
		title.set(faultsLeft);
		left.textContent =
			faultsLeft > 0
				? `${counted(faultsLeft, 'fault')} still to come.`
				: 'Every request is answered as it should be.';
		its.draw(state);
	}
	return {
		id: 'faults',
		label: 'Faults',
		icon: ICON,
		node,
		draw,
		count: ({ faultsLeft }) => faultsLeft,
		keys: ['faultsLeft', 'faultKinds', ...its.keys],
	};
}

/** One form for each way to plan a fault. */
function planForms({ requests, tokens }, { attempt }) {
	const plan = (path, label, fields) => {
		const its = element(
			'fieldset',
			{ class: 'group' },
			element('legend', {}, label),
			inlineForm({
				label,
				fields,
				button: 'Plan',
				submit: (values) => attempt(['POST', path, numbers(values)]),
			}),
		);
		return its;
	};
	return [
		plan('faults', 'REST requests', [
			field({ ...COUNT, size: 'narrow' }),
			kindField(requests),
			field({ ...LATE, size: 'narrow' }),
			field({ name: 'method', label: 'Only of the method', placeholder: 'any' }),
			field({ name: 'contains', label: 'Only batches with', placeholder: 'any' }),
		]),
		plan('faults/commands', 'Commands, alone or in a batch', [
			field({ ...COUNT, size: 'narrow' }),
			field({ name: 'method', label: 'Method', placeholder: 'crm.lead.get', required: true }),
			field({ name: 'error', label: 'Error code', placeholder: 'ACCESS_DENIED', required: true }),
			field({ name: 'description', label: 'Description' }),
			field({
				name: 'status',
				label: 'Status',
				type: 'number',
				min: 200,
				max: 599,
				value: 400,
				size: 'narrow',
				required: true,
			}),
		]),
		plan('faults/batch', 'Lost results of the next batch', [
			field({ ...COUNT, label: 'Last commands', size: 'narrow' }),
		]),
		plan('faults/tokens', 'Token requests', [
			field({ ...COUNT, size: 'narrow' }),
			kindField(tokens),
			field({ ...LATE, size: 'narrow' }),
		]),
	];
}

function kindField(kinds) {
	return field({
		name: 'kind',
		label: 'End with',
		type: 'select',
		size: 'broad',
		options: kinds.map(({ name, title }) => ({ value: name, label: title })),
	});
}

function numbers(values) {
	const named = ['count', 'delayMs', 'status'].filter((name) => values[name] !== undefined);
	return { ...values, ...Object.fromEntries(named.map((name) => [name, Number(values[name])])) };
}
