import { pathOf } from '../control.js';
import { element } from '../element.js';
import { ask, field } from '../forms.js';
import { followingList } from '../lists.js';
import { badge, button, facts, heading, time } from '../parts.js';
import { textOf } from '../texts.js';
import { processes } from './processes.js';
import { propertyFields, propertyValues } from './ruleForm.js';

const ICON = 'M11 2 4 11h5l-1 7 8-10h-6z';

const RUN_TONES = { waiting: 'warn', completed: 'good', busy: 'bad', documentDeleted: 'bad' };

/** Rules and actions that applications registered, and the results of their runs. */
export function automationSection(tools) {
	let state;
	const title = heading('h2', 'Automation rules', 'automation-title');
	const runTitle = heading('h3', 'Runs');
	const ruleList = element('ul', { class: 'rows', id: 'rule-rows' });
	const runList = element('ul', { class: 'rows', id: 'run-rows' });
	const rules = followingList(ruleList, {
		keyOf: ({ clientId, code }) => `${clientId} ${code}`,
		row: (rule, { names }) => ruleRow(rule, names, () => run(rule, state, tools)),
		empty:
			'None yet. An application registers them with bizproc.robot.add or bizproc.activity.add.',
	});
	const runs = followingList(runList, {
		keyOf: ({ number }) => number,
		row: (its) => runRow(its, tools),
		empty: 'Nothing has run yet. What an application returns appears here.',
	});
	const others = processes(tools);
	const node = element(
		'div',
		{ class: 'stack' },
		element(
			'section',
			{ 'aria-labelledby': 'automation-title' },
			title.node,
			ruleList,
			runTitle.node,
			runList,
		),
		others.node,
	);
	function draw(its) {
		state = its;
		const names = Object.fromEntries(
			its.applications.map(({ clientId, name }) => [clientId, name]),
		);
		rules(its.rules, { names });
		others.draw(its);
		runs(its.runs);
		title.set(its.rules.length);
		runTitle.set(its.runs[0]?.number);
	}
	return {
		id: 'automation',
		label: 'Automation',
		icon: ICON,
		node,
		draw,
		count: ({ rules: its }) => its.length,
		keys: ['rules', 'runs', 'applications', 'documents', 'users', 'kinds', ...others.keys],
	};
}

function ruleRow(rule, names, onclick) {
	const { name, code, kind, useSubscription, clientId, handler } = rule;
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, name),
			element('code', { class: 'quiet' }, `${code} → ${handler}`),
			element('span', { class: 'quiet' }, names[clientId] ?? 'application gone'),
		),
		kind === 'action' && badge('action', 'info'),
		useSubscription === 'Y' && badge('waits', 'warn'),
		button('Run…', onclick, { key: `run-${code}`, description: `Run ${name}` }),
	);
}

/** Asks for a document and the values, then runs the rule. */
function run(rule, { documents, users }, { act }) {
	ask({
		title: `Run “${rule.name}”`,
		intro: rule.description,
		fields: [
			field({
				name: 'documentId',
				label: 'Document',
				type: 'select',
				options: [...documents, { value: 'LEAD_1', label: 'LEAD_1' }]
					.filter(
						({ value }, position, all) => all.findIndex((its) => its.value === value) === position,
					)
					.map(({ value, label }) => ({ value, label })),
			}),
			...propertyFields(rule.properties, users),
			field({
				name: 'timeoutSeconds',
				label: 'Wait at most (seconds)',
				type: 'number',
				min: 0,
				value: 0,
				hint: '0: for ever',
			}),
		],
		button: 'Run',
		submit: ({ documentId, timeoutSeconds, ...values }) =>
			act('POST', pathOf('rules', rule.code, 'run'), {
				clientId: rule.clientId,
				documentId,
				timeoutSeconds: Number(timeoutSeconds),
				properties: propertyValues(rule.properties, values),
			}),
	});
}

function runRow(its, { attempt }) {
	const { number, code, documentId, workflowId, state, returnedValues, log, isTimeout, at } = its;
	const values = Object.entries(returnedValues ?? {});
	const setState = ({ target }) =>
		attempt(['POST', pathOf('runs', number, 'state'), { state: target.value }]);
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, `${code} on ${documentId}`),
			typeof returnedValues === 'string'
				? element('code', {}, returnedValues)
				: values.length > 0 &&
						element(
							'dl',
							{ class: 'values' },
							values.map(([name, value]) => [
								element('dt', {}, name),
								element('dd', {}, textOf(value)),
							]),
						),
			log.map((message) => element('span', { class: 'quiet' }, message)),
			element(
				'details',
				{ 'data-key': `run-${number}` },
				element('summary', {}, 'Sent properties and state'),
				facts({ ...its.properties, workflow_id: workflowId }),
				field({
					name: `state-${number}`,
					label: `State of run ${number}`,
					type: 'select',
					value: state,
					options: Object.keys({ ...RUN_TONES, finished: '' }).map((value) => ({
						value,
						label: value,
					})),
					onchange: setState,
				}),
			),
		),
		isTimeout === 1 && badge('timed out', 'warn'),
		badge(state, RUN_TONES[state]),
		time(at),
	);
}
