import { act, pathOf } from '../control.js';
import { element } from '../element.js';
import { ask, field } from '../forms.js';
import { followingList } from '../lists.js';
import { badge, button, duration, facts, fetchedDetails, heading, time } from '../parts.js';
import { nameOf } from '../texts.js';

const ICON = 'M3 10h11M10 5l5 5-5 5M17 4v12';

/** Event handlers, and the outcome of their calls. */
export function deliveriesSection(tools) {
	const title = heading('h2', 'Event handlers', 'deliveries-title');
	const delivered = heading('h3', 'Deliveries');
	const handlerList = element('ul', { class: 'rows', id: 'handler-rows' });
	const deliveryList = element('ul', { class: 'rows', id: 'delivery-rows' });
	const handlers = followingList(handlerList, {
		keyOf: ({ id }) => id,
		row: handlerRow,
		empty: 'None bound. Publish a workflow with a trigger, or call event.bind.',
	});
	const deliveries = followingList(deliveryList, {
		keyOf: ({ number }) => number,
		row: deliveryRow,
		empty: 'Nothing has been delivered yet. An event goes to every handler bound to it, once.',
	});
	const node = element(
		'section',
		{ 'aria-labelledby': 'deliveries-title' },
		element(
			'div',
			{ class: 'title' },
			title.node,
			button('Raise an event…', () => raise(tools)),
		),
		handlerList,
		delivered.node,
		deliveryList,
	);
	function draw(state) {
		const { users, applications } = state;
		handlers(state.handlers, { users, applications: names(applications) });
		deliveries(state.deliveries);
		title.set(state.handlers.length);
		delivered.set(state.counters.deliveries);
	}
	return {
		id: 'deliveries',
		label: 'Events',
		icon: ICON,
		node,
		draw,
		count: ({ counters }) => counters.deliveries,
		keys: ['handlers', 'deliveries', 'counters', 'users', 'applications'],
	};
}

function names(applications) {
	return Object.fromEntries(applications.map(({ clientId, name }) => [clientId, name]));
}

function raise({ act: perform }) {
	ask({
		title: 'Raise an event',
		intro: 'Every handler bound to it is called, as if it had happened in the portal.',
		fields: [
			field({ name: 'event', label: 'Event', placeholder: 'ONCRMDEALUPDATE', required: true }),
			field({
				name: 'data',
				label: 'Data as JSON',
				type: 'textarea',
				size: 'wide',
				value: '{"FIELDS":{"ID":1}}',
			}),
		],
		button: 'Raise',
		submit: (values) => perform('POST', 'events', values),
	});
}

function handlerRow(handler, { users, applications }) {
	const isOffline = handler.eventType === 'offline';
	const owner = handler.authType > 0 ? nameOf(users, handler.authType) : 'the acting user';
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, handler.event),
			element('code', { class: 'quiet' }, isOffline ? 'offline queue' : handler.handler),
			element(
				'span',
				{ class: 'quiet' },
				[
					handler.title,
					isOffline ? '' : `token of ${owner}`,
					applications[handler.clientId] ?? 'application gone',
				]
					.filter(Boolean)
					.join(' · '),
			),
		),
		badge(isOffline ? 'offline' : 'online', isOffline ? 'warn' : 'info'),
	);
}

/** The outcome of a delivery: a word and its tone. */
export function outcomeOf({ status, error }) {
	if (error) return ['failed', 'bad'];
	if (status === undefined) return ['under way', 'quiet'];
	return [String(status), status >= 400 ? 'bad' : 'good'];
}

function deliveryRow(delivery) {
	const [outcome, tone] = outcomeOf(delivery);
	return element(
		'li',
		{},
		fetchedDetails(
			`delivery-${delivery.number}`,
			[
				element('strong', { class: 'main' }, delivery.event),
				badge(outcome, tone),
				delivery.durationMs !== undefined && duration(delivery.durationMs),
				time(delivery.at),
			],
			async () =>
				deliveryContent(delivery, await act('GET', pathOf('deliveries', delivery.number))),
		),
	);
}

function deliveryContent({ handler, error }, { fields, size, cut, answer }) {
	return element(
		'div',
		{},
		element('h4', {}, 'To'),
		element('code', {}, handler),
		element('h4', {}, error ? 'No answer' : 'Answer'),
		element('pre', { class: error && 'bad' }, error ?? (answer || '(empty)')),
		element('h4', {}, `Body, ${size} characters${cut ? ', only the beginning is shown' : ''}`),
		facts(fields),
	);
}
