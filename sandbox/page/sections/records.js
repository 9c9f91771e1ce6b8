import { pathOf } from '../control.js';
import { element } from '../element.js';
import { field, inlineForm } from '../forms.js';
import { followingList } from '../lists.js';
import { button, heading } from '../parts.js';
import { changeRecord } from './recordDialog.js';

const ICON = 'M3 5h14M3 10h14M3 15h9';
/** Kinds that have a tab; the others are in a list. */
const MAIN = ['lead', 'deal', 'contact', 'company', 'task'];
const KEYS = ['kinds', 'records'];

/** Records of every kind: created, changed and deleted as users do it in the portal. */
export function recordsSection(tools) {
	let kind;
	let state;
	const title = heading('h2', 'Records', 'records-title');
	const choice = kindChoice((name) => choose(name));
	const creation = element('div');
	const list = element('ul', { class: 'rows', id: 'record-rows' });
	const rows = followingList(list, {
		keyOf: ({ id }) => id,
		row: (record, its) => recordRow(record, its, tools),
		empty: 'None yet. Adding one raises its event, and the bound handlers are called.',
	});
	const node = element(
		'section',
		{ 'aria-labelledby': 'records-title' },
		element('div', { class: 'title' }, title.node, choice.others),
		choice.tabs,
		creation,
		list,
	);

	function choose(name) {
		kind = state.kinds.find((known) => known.name === name);
		creation.replaceChildren(creationForm(kind, tools));
		draw(state);
	}

	function draw(its) {
		state = its;
		choice.draw(state, kind?.name ?? MAIN[0]);
		if (!kind) choose(MAIN[0]);
		else rows(state.records[kind.name].newest, kind);
		title.set(total(state));
	}
	return { id: 'records', label: 'Records', icon: ICON, node, draw, count: total, keys: KEYS };
}

function total({ records }) {
	return Object.values(records).reduce((sum, { count }) => sum + count, 0);
}

/** Tabs for the main kinds and a list for the others; `choose` gets the name of the kind. */
function kindChoice(choose) {
	const tabs = element('fieldset', { class: 'tabs' });
	const others = element('select', {
		'aria-label': 'Other kinds of record',
		onchange: ({ target }) => {
			for (const radio of tabs.querySelectorAll('input')) radio.checked = false;
			choose(target.value);
		},
	});
	const pick = ({ target }) => {
		others.value = '';
		choose(target.value);
	};
	function build(kinds, chosen) {
		tabs.append(
			element('legend', { class: 'unseen' }, 'Kind of record'),
			...kinds.filter(({ name }) => MAIN.includes(name)).map((its) => tab(its, chosen, pick)),
		);
		others.append(
			element('option', { value: '', selected: true, disabled: true }, 'Other kinds'),
			...kinds
				.filter(({ name }) => !MAIN.includes(name))
				.map(({ name, plural }) => element('option', { value: name, 'data-plural': plural })),
		);
	}
	function draw({ kinds, records }, chosen) {
		if (others.childElementCount === 0) build(kinds, chosen);
		for (const count of tabs.querySelectorAll('[data-count]')) {
			count.textContent = records[count.dataset.count].count || '';
		}
		for (const option of others.querySelectorAll('[data-plural]')) {
			const { count } = records[option.value];
			option.textContent = `${option.dataset.plural}${count > 0 ? ` ${count}` : ''}`;
		}
	}
	return { tabs, others, draw };
}

function tab({ name, plural }, chosen, onchange) {
	const checked = name === chosen;
	return element(
		'label',
		{},
		element('input', { type: 'radio', name: 'kind', value: name, checked, onchange }),
		element('span', {}, plural, element('span', { class: 'count', 'data-count': name })),
	);
}

function creationForm({ name, title, fields }, { attempt }) {
	return inlineForm({
		id: 'new-record',
		label: `New ${title}`,
		fields: fields.map((its, position) => field({ ...its, required: position === 0 })),
		button: `Add ${title}`,
		style: 'primary',
		submit: async (values, form) => {
			if (!(await attempt(['POST', pathOf('records', name), values]))) return;
			form.reset();
			form.elements[0].focus();
		},
	});
}

function recordRow({ id, texts }, kind, tools) {
	const named = `${kind.title} ${id}`;
	const [first, ...others] = texts;
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, first || named),
			element('span', { class: 'quiet' }, [`#${id}`, ...others.filter(Boolean)].join(' · ')),
		),
		button('Change', () => changeRecord(kind, id, tools), {
			key: `change-${id}`,
			description: `Change ${named}`,
		}),
		button(
			'Delete',
			() => tools.attempt(['DELETE', pathOf('records', kind.name, id)], `Deleted ${named}`),
			{ key: `delete-${id}`, description: `Delete ${named}` },
		),
	);
}
