import { act, pathOf } from '../control.js';
import { element } from '../element.js';
import { followingList } from '../lists.js';
import {
	badge,
	breakable,
	duration,
	facts,
	fetchedDetails,
	heading,
	table,
	time,
} from '../parts.js';
import { counted, nameOf, summary } from '../texts.js';

const ICON = 'M4 6h12l-4-3M16 14H4l4 3';

/** What clients asked for: REST requests, and tokens from the authorization server. */
export function requestsSection() {
	const title = heading('h2', 'REST requests', 'requests-title');
	const tokenTitle = heading('h3', 'Token requests');
	const totals = element('p', { class: 'quiet' });
	const requestTable = table('REST requests', ['Method', 'Answer', 'Who', 'Time', 'At']);
	const tokenTable = table('Token requests', ['Grant', 'Answer', 'Application', 'At']);
	const requests = followingList(requestTable.rows, {
		keyOf: ({ number }) => number,
		row: requestRow,
		empty: 'None yet.',
	});
	const tokens = followingList(tokenTable.rows, {
		keyOf: ({ number }) => number,
		row: tokenRow,
		empty: 'None yet. “Connect” in n8n sends the first.',
	});
	const node = element(
		'section',
		{ 'aria-labelledby': 'requests-title' },
		title.node,
		totals,
		requestTable.node,
		tokenTitle.node,
		tokenTable.node,
	);
	function draw(state) {
		const { counters, users } = state;
		requests(state.requests, { users });
		tokens(state.tokenRequests, { applications: state.applications });
		title.set(counters.requests);
		tokenTitle.set(counters.tokenRequests);
		totals.textContent = [
			counted(counters.batches, 'batch', 'batches'),
			`with ${counted(counters.commands, 'command')},`,
			`${counters.refusedByLimit} refused by the rate limit,`,
			`${counters.refusedByQueue} because too many waited,`,
			`${counters.timedOut} told 504`,
		].join(' ');
	}
	return {
		id: 'requests',
		label: 'Requests',
		icon: ICON,
		node,
		draw,
		count: ({ counters }) => counters.requests,
		keys: ['requests', 'tokenRequests', 'counters', 'users', 'applications'],
	};
}

/** The answer to a request: a word and its tone. */
export function answerOf({ status }) {
	if (status === 0) return ['broken', 'bad'];
	return [String(status), status < 300 ? 'good' : status < 400 ? 'warn' : 'bad'];
}

function requestRow(request, { users }) {
	const { batch, errorCode, userId } = request;
	return element(
		'tr',
		{},
		element(
			'td',
			{ class: 'growing' },
			fetchedDetails(
				`request-${request.number}`,
				element(
					'div',
					{ class: 'main' },
					element('code', {}, breakable(request.method)),
					batch && element('span', { class: 'quiet' }, breakable(summary(batch))),
				),
				async () => {
					const { params } = await act('GET', pathOf('requests', request.number));
					return typeof params === 'string' ? element('pre', {}, params) : facts(params);
				},
			),
		),
		element(
			'td',
			{},
			badge(...answerOf(request)),
			errorCode && element('small', {}, ` ${errorCode}`),
		),
		element('td', { class: 'quiet who' }, userId === undefined ? '' : nameOf(users, userId)),
		element('td', {}, duration(request.durationMs), waited(request)),
		element('td', {}, time(request.at)),
	);
}

function waited({ waitedMs }) {
	return waitedMs !== undefined && element('small', {}, ` waited ${waitedMs} ms`);
}

function tokenRow({ grantType, answer, status, clientId, at }, { applications }) {
	const application = applications.find((known) => known.clientId === clientId);
	return element(
		'tr',
		{},
		element('td', {}, element('code', {}, grantType || '(none)')),
		element('td', {}, badge(answer || String(status), answer === 'ok' ? 'good' : 'bad')),
		element('td', { class: 'quiet' }, application?.name ?? clientId),
		element('td', {}, time(at)),
	);
}
