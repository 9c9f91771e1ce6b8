import { element } from '../element.js';
import { followingList } from '../lists.js';
import { badge, breakable, heading, time } from '../parts.js';
import { receiversOf, summary } from '../texts.js';
import { outcomeOf } from './deliveries.js';
import { phones } from './phones.js';
import { answerOf } from './requests.js';

const ICON = 'M6 2h8v16H6zM9 15h2';
/** Lines of the activity. */
const LINES = 40;
/** Milliseconds in which arrivals gather before they are read out. */
const READ_OUT_MS = 1500;

/** What arrives right now: on the phones, and as one line each in the activity. */
export function liveSection() {
	const title = heading('h2', 'Phones', 'live-title');
	const its = phones();
	const list = element('ul', { class: 'rows tight', id: 'activity' });
	const lines = followingList(list, {
		keyOf: ({ key }) => key,
		row: activityRow,
		empty: 'Nothing has happened yet. Add a lead to begin.',
	});
	const readOut = newsReader(document.querySelector('#arrivals'));
	const node = element('section', { 'aria-labelledby': 'live-title' }, title.node, its.node);
	const activity = element(
		'section',
		{ 'aria-labelledby': 'activity-title' },
		heading('h2', 'Activity', 'activity-title').node,
		list,
	);
	function draw(state) {
		its.draw(state);
		title.set(state.messages.length);
		const arrived = activityOf(state);
		lines(arrived);
		readOut(arrived);
	}
	return {
		id: 'live',
		label: 'Phones',
		icon: ICON,
		node,
		activity,
		draw,
		count: ({ messages }) => messages.length,
		keys: ['users', 'messages', 'deliveries', 'requests', 'applications', 'listeners'],
	};
}

/** Deliveries, requests and messages as lines, newest first. */
function activityOf({ deliveries, requests, messages, users }) {
	const lines = [
		...deliveries.map((delivery) => ({
			key: `delivery-${delivery.number}`,
			kind: delivery.kind === 'event' ? 'event' : 'rule',
			text: delivery.event,
			more: hostOf(delivery.handler),
			outcome: outcomeOf(delivery),
			at: delivery.at,
		})),
		...requests.map((request) => ({
			key: `request-${request.number}`,
			kind: 'REST',
			text: request.method,
			more: request.batch ? summary(request.batch) : (request.errorCode ?? ''),
			outcome: answerOf(request),
			at: request.at,
		})),
		...messages.map((message) => ({
			key: `${message.kind}-message-${message.number}`,
			kind: message.kind === 'push' ? 'push' : 'real-time',
			text: message.kind === 'push' ? message.text : message.command,
			more: `to ${receiversOf(users, message.receivers)}`,
			at: message.at,
		})),
	];
	return lines.sort((one, other) => other.at - one.at).slice(0, LINES);
}

function activityRow({ kind, text, more, outcome, at }) {
	return element(
		'li',
		{},
		element('span', { class: `kind ${kind}` }, kind),
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, breakable(text)),
			more && element('span', { class: 'quiet' }, breakable(more)),
		),
		outcome && badge(...outcome),
		time(at),
	);
}

/** Says in a sentence what is new, for screen readers; at most one sentence every READ_OUT_MS. */
function newsReader(region) {
	let known;
	let news = [];
	let timer;
	return (activity) => {
		const isFirst = known === undefined;
		const fresh = activity.filter(({ key }) => !known?.has(key));
		known = new Set(activity.map(({ key }) => key));
		if (isFirst) return;
		news.push(...fresh.filter(({ kind }) => kind !== 'REST'));
		if (news.length === 0) return;
		timer ??= setTimeout(() => {
			region.textContent = sentence(news);
			news = [];
			timer = undefined;
		}, READ_OUT_MS);
	};
}

function sentence(news) {
	if (news.length === 1) return `${news[0].kind}: ${news[0].text}`;
	const kinds = new Map();
	for (const { kind } of news) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
	return `New: ${[...kinds].map(([kind, n]) => `${n} × ${kind}`).join(', ')}`;
}

function hostOf(address) {
	return URL.canParse(address) ? new URL(address).host : address;
}
