import { element } from './element.js';

const RUN_TONES = { waiting: 'warn', completed: 'good', finished: 'quiet', busy: 'bad' };

/** A lead with its buttons. `act` makes the changes, `edit` opens the form. */
export function leadRow(lead, { act, edit }) {
	const name = [lead.NAME, lead.LAST_NAME].filter(Boolean).join(' ');
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, lead.TITLE),
			element('span', { class: 'quiet' }, `#${lead.ID}${name ? ` · ${name}` : ''}`),
		),
		button(`edit-${lead.ID}`, 'Change', () => edit(lead), `Change lead ${lead.ID}`),
		button(
			`delete-${lead.ID}`,
			'Delete',
			() => act('DELETE', `leads/${lead.ID}`),
			`Delete lead ${lead.ID}`,
		),
	);
}

/** A rule with a choice of the lead to run it on. */
export function ruleRow(rule, { act, leads }) {
	const choice = element(
		'select',
		{ 'data-key': `lead-of-${rule.code}`, 'aria-label': `Lead for ${rule.name}` },
		leads.map((lead) =>
			element('option', { value: `LEAD_${lead.ID}` }, `#${lead.ID} ${lead.TITLE}`),
		),
	);
	const run = () =>
		act('POST', `rules/${encodeURIComponent(rule.code)}/run`, { documentId: choice.value });
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, rule.name),
			element('code', { class: 'quiet' }, rule.code),
		),
		rule.useSubscription === 'Y' && badge('waits', 'warn'),
		leads.length > 0 && choice,
		leads.length > 0
			? button(`run-${rule.code}`, 'Run', run, `Run ${rule.name}`)
			: element('span', { class: 'quiet' }, 'needs a lead'),
	);
}

/** A run with its state and what came back. */
export function runRow(run) {
	const values = Object.entries(run.returnedValues ?? {});
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, `${run.code} on ${run.documentId}`),
			values.length > 0 &&
				element(
					'dl',
					{},
					values.map(([name, value]) => [
						element('dt', {}, name),
						element('dd', {}, typeof value === 'string' ? value : JSON.stringify(value)),
					]),
				),
			run.logMessage && element('span', { class: 'quiet' }, run.logMessage),
		),
		badge(run.state, RUN_TONES[run.state]),
		time(run.at),
	);
}

/** A bound handler. */
export function handlerRow(handler, { users }) {
	const owner = handler.authType > 0 ? nameOf(users, handler.authType) : 'whoever acts';
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, handler.event),
			element('code', { class: 'quiet address' }, handler.handler || 'offline queue'),
		),
		element('span', { class: 'quiet' }, `token of ${owner}`),
	);
}

/** A delivery with its answer; the body unfolds. */
export function deliveryRow(delivery) {
	const { event, status, error, answer, durationMs } = delivery;
	const tone = error || status >= 400 ? 'bad' : status === undefined ? 'quiet' : 'good';
	return element(
		'li',
		{},
		element(
			'details',
			{ 'data-key': `delivery-${delivery.number}` },
			element(
				'summary',
				{},
				element('strong', { class: 'main' }, event),
				badge(error ? 'failed' : String(status ?? 'under way'), tone),
				durationMs !== undefined && duration(durationMs),
				time(delivery.at),
			),
			element('code', { class: 'quiet address' }, delivery.handler),
			(error || answer) && element('pre', { class: tone }, error ?? answer),
			element('pre', {}, JSON.stringify(delivery.fields, null, 2)),
		),
	);
}

/** A real-time event or a push with its receivers. */
export function messageRow(message, { users }) {
	const isPush = message.kind === 'push';
	const { receivers } = message;
	const names =
		receivers === 'everyone'
			? 'everyone'
			: receivers.map((id) => nameOf(users, id)).join(', ') || 'nobody';
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('strong', {}, isPush ? message.text : `${message.moduleId} · ${message.command}`),
			!isPush && element('code', { class: 'quiet' }, JSON.stringify(message.params)),
			element('span', { class: 'quiet' }, `to ${names}`),
		),
		badge(isPush ? 'push' : 'real-time', receivers === 'everyone' ? 'warn' : 'info'),
		time(message.at),
	);
}

/** A REST request; a batch names its methods. */
export function requestRow(request) {
	const { batch, status, errorCode, durationMs } = request;
	return element(
		'li',
		{},
		element(
			'div',
			{ class: 'main' },
			element('code', {}, request.method),
			batch && element('span', { class: 'quiet' }, summary(batch)),
			errorCode && element('span', { class: 'quiet' }, errorCode),
		),
		badge(status === 0 ? 'broken' : String(status), status === 200 ? 'good' : 'bad'),
		duration(durationMs),
		time(request.at),
	);
}

/** `3 × crm.lead.add, user.get` */
function summary(methods) {
	const counts = new Map();
	for (const method of methods) counts.set(method, (counts.get(method) ?? 0) + 1);
	return [...counts].map(([method, n]) => (n > 1 ? `${n} × ${method}` : method)).join(', ');
}

function nameOf(users, id) {
	const user = users.find((known) => known.id === id);
	return user ? `${user.name} ${user.lastName}` : `user ${id}`;
}

function button(key, label, onclick, description) {
	return element(
		'button',
		{ type: 'button', 'data-key': key, 'aria-label': description, onclick },
		label,
	);
}

function badge(label, tone) {
	return element('span', { class: `badge ${tone}` }, label);
}

function duration(ms) {
	return element('span', { class: 'quiet duration' }, `${ms} ms`);
}

function time(unixMs) {
	const date = new Date(unixMs);
	return element('time', { datetime: date.toISOString() }, date.toLocaleTimeString('en-GB'));
}
