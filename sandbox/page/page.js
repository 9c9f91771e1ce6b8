import { act, follow, readState } from './control.js';
import { element, replaceRows } from './element.js';
import {
	deliveryRow,
	handlerRow,
	leadRow,
	messageRow,
	requestRow,
	ruleRow,
	runRow,
} from './rows.js';

/** Lists of the page: id of the list and key of the state, and how one entry looks. */
const LISTS = {
	leads: leadRow,
	rules: ruleRow,
	runs: runRow,
	handlers: handlerRow,
	messages: messageRow,
	deliveries: deliveryRow,
	requests: requestRow,
};

const find = (selector) => document.querySelector(selector);
const shown = new Map();

/** Draws the part only if what it shows is not what it showed before. */
function draw(part, content, paint) {
	const text = JSON.stringify(content);
	if (shown.get(part) === text) return;
	shown.set(part, text);
	paint();
}

function render(state) {
	const { leads, users, application, currentUserId, faultsLeft, settings, url } = state;
	const tools = { act: (...request) => attempt(request), edit, leads, users };
	for (const [key, row] of Object.entries(LISTS)) {
		draw(key, [state[key], key === 'rules' && leads], () => {
			replaceRows(
				find(`#${key}`),
				state[key].map((entry) => row(entry, tools)),
			);
			const count = find(`[data-count="${key}"]`);
			if (count) count.textContent = state[key].length || '';
		});
	}
	find('#address').textContent = url;
	find('#faults-left').textContent =
		faultsLeft > 0 ? `${faultsLeft} more to come.` : 'Every request is answered as it should be.';
	draw('settings', settings, () => renderSettings(settings));
	draw('application', [url, application], () => renderApplication(url, application));
	draw('users', [users, currentUserId], () => renderUsers(users, currentUserId));
}

function renderApplication(url, { clientId, clientSecret, handlerPath }) {
	const facts = { Portal: url, 'Client ID': clientId, 'Client secret': clientSecret };
	find('#application').replaceChildren(
		...Object.entries(facts).flatMap(([term, value]) => [
			element('dt', {}, term),
			element('dd', {}, element('code', {}, value), copyButton(term, value)),
		]),
	);
	find('#handler-path [name=handlerPath]').value = handlerPath;
}

function renderSettings({ rateLimit, latency }) {
	const { elements } = find('#settings');
	elements.rateLimit.value = rateLimit;
	elements.requestMs.value = latency.requestMs;
	elements.commandMs.value = latency.commandMs;
}

function copyButton(term, value) {
	const onclick = async () => {
		await navigator.clipboard.writeText(value);
		notify(`${term} copied`);
	};
	return element(
		'button',
		{ type: 'button', class: 'small', 'aria-label': `Copy ${term}`, onclick },
		'Copy',
	);
}

function renderUsers(users, currentUserId) {
	find('#signed-in').replaceChildren(
		...users.map(({ id, name, lastName, admin, active }) =>
			element(
				'option',
				{ value: id, selected: id === currentUserId, disabled: !active },
				`${name} ${lastName}${admin ? ' (administrator)' : ''}${active ? '' : ' (fired)'}`,
			),
		),
	);
}

/** Does it; says why if it did not work, otherwise `success`. */
async function attempt(request, success) {
	try {
		await act(...request);
		if (success) notify(success);
	} catch (error) {
		notify(error.message);
	}
}

let noticeTimer;
function notify(text) {
	const notice = find('#notice');
	notice.textContent = text;
	notice.hidden = false;
	clearTimeout(noticeTimer);
	noticeTimer = setTimeout(() => (notice.hidden = true), 3000);
}

const editor = find('#edit-lead');
function edit(lead) {
	const { elements } = editor.querySelector('form');
	for (const name of ['ID', 'NAME', 'TITLE']) elements[name].value = lead[name] ?? '';
	editor.returnValue = '';
	editor.showModal();
	elements.TITLE.focus();
}
find('#cancel-edit').addEventListener('click', () => editor.close());
editor.addEventListener('close', () => {
	if (editor.returnValue !== 'save') return;
	const { ID, ...fields } = fieldsOf(editor.querySelector('form'));
	attempt(['POST', `leads/${ID}`, fields]);
});

/** What the form holds, and the button that was pressed. */
function fieldsOf(form, submitter) {
	return Object.fromEntries(new FormData(form, submitter));
}

function onSubmit(selector, submit) {
	find(selector).addEventListener('submit', (event) => {
		event.preventDefault();
		submit(fieldsOf(event.target, event.submitter), event.target);
	});
}

onSubmit('#new-lead', async (fields, form) => {
	await attempt(['POST', 'leads', fields]);
	form.reset();
	form.elements.NAME.focus();
});
onSubmit('#handler-path', (fields) =>
	attempt(['POST', 'application', fields], 'Handler path saved'),
);
onSubmit('#settings', async ({ rateLimit, ...latency }) => {
	if (rateLimit) await attempt(['POST', 'rate-limit', { name: rateLimit }]);
	await attempt(['POST', 'latency', latency], 'Settings applied');
});
onSubmit('#faults', (fields) => attempt(['POST', 'faults', fields]));
find('#clear-faults').addEventListener('click', () => attempt(['DELETE', 'faults']));
find('#expire').addEventListener('click', () =>
	attempt(['POST', 'expire-access-tokens'], 'Every access token issued so far has expired'),
);
find('#rename').addEventListener('click', () =>
	attempt(['POST', 'rename'], 'The portal has a new address; REST at the old one redirects'),
);
find('#signed-in').addEventListener('change', ({ target }) =>
	attempt(['POST', 'signed-in', { userId: target.value }]),
);

let reading = false;
let changedMeanwhile = false;

/** Reads and shows the state, once more if it changed while it was being read. */
async function refresh() {
	changedMeanwhile = true;
	if (reading) return;
	reading = true;
	try {
		while (changedMeanwhile) {
			changedMeanwhile = false;
			render(await readState());
		}
	} finally {
		reading = false;
	}
}

follow(refresh, (isLive) => {
	find('#live').classList.toggle('on', isLive);
	find('#live').title = isLive ? 'Live' : 'The portal does not answer';
});
