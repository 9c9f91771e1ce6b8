import { pathOf } from '../control.js';
import { element } from '../element.js';
import { followingList } from '../lists.js';
import { badge, button, heading, table, time } from '../parts.js';
import { counted, nameOf, textOf } from '../texts.js';

const ICON = 'M3 11l3-7h8l3 7v5H3zM3 11h4l1 2h4l1-2h4';

/** Rows of the offline queue, with the marks of the processes that took them. */
export function offlineSection(tools) {
	const title = heading('h2', 'Offline queue', 'offline-title');
	const marked = element('p', { class: 'quiet' });
	const queue = table('Offline queue', ['Row', 'Event', 'Data', 'Process', 'Changed', '']);
	const rows = followingList(queue.rows, {
		keyOf: ({ id }) => id,
		row: (its, context) => offlineRow(its, context, tools),
		empty: 'Empty. Changes wait here once an event is bound as offline.',
	});
	const node = element(
		'section',
		{ 'aria-labelledby': 'offline-title' },
		title.node,
		marked,
		queue.node,
	);
	function draw({ offlineEvents: { count, newest }, users, applications }) {
		const names = Object.fromEntries(applications.map(({ clientId, name }) => [clientId, name]));
		rows(newest, { users, names });
		title.set(count);
		const taken = newest.filter(({ processId }) => processId !== '').length;
		marked.textContent = `${counted(taken, 'row')} taken and not yet acknowledged.`;
	}
	return {
		id: 'offline',
		label: 'Offline queue',
		icon: ICON,
		node,
		draw,
		count: ({ offlineEvents }) => offlineEvents.count,
		keys: ['offlineEvents', 'users', 'applications'],
	};
}

function offlineRow(its, { users, names }, { attempt }) {
	const { id, eventName, eventData, userId, processId, error, changedAt, clientId } = its;
	return element(
		'tr',
		{},
		element('td', {}, `#${id}`),
		element(
			'td',
			{},
			element('strong', {}, eventName),
			element(
				'small',
				{ class: 'quiet' },
				[userId > 0 ? nameOf(users, userId) : 'nobody', names[clientId], its.connectorId]
					.filter(Boolean)
					.join(' · '),
			),
		),
		element('td', { class: 'data' }, element('code', {}, textOf(eventData))),
		element(
			'td',
			{},
			processId === '' ? badge('waits', 'info') : badge('taken', 'warn'),
			error && badge('error', 'bad'),
			processId !== '' && element('code', { class: 'quiet' }, processId),
		),
		element('td', {}, time(changedAt * 1000)),
		element(
			'td',
			{},
			button('Remove', () => attempt(['DELETE', pathOf('offline-events', id)]), {
				key: `remove-${id}`,
				description: `Remove row ${id}`,
			}),
		),
	);
}
