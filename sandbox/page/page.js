import { act, follow } from './control.js';
import { element, icon } from './element.js';
import { applicationsSection } from './sections/applications.js';
import { automationSection } from './sections/automation.js';
import { deliveriesSection } from './sections/deliveries.js';
import { faultsSection } from './sections/faults.js';
import { liveSection } from './sections/live.js';
import { offlineSection } from './sections/offline.js';
import { recordsSection } from './sections/records.js';
import { requestsSection } from './sections/requests.js';

/** Milliseconds that a notice stays. */
const NOTICE_MS = 4000;
/** Where there is room for the phones beside the other sections. */
const WIDE = matchMedia('(min-width: 1080px)');

const find = (selector) => document.querySelector(selector);
const tools = { act, attempt, copy, notify };
const state = {};

const live = liveSection();
const sections = [
	recordsSection(tools),
	live,
	deliveriesSection(tools),
	offlineSection(tools),
	automationSection(tools),
	requestsSection(),
	applicationsSection(tools),
	faultsSection(tools),
];

find('#aside').append(live.node);
find('#main').append(...sections.filter((section) => section !== live).map(({ node }) => node));

const links = new Map(
	sections.map(({ id, label, icon: path }) => {
		const count = element('span', { class: 'count' });
		const link = element('a', { href: `#${id}` }, icon(path), element('span', {}, label), count);
		find('#sections').append(element('li', { class: id }, link));
		return [id, { link, count }];
	}),
);

/** Shows the section that the address names; where there is room, the phones stay beside it. */
function choose() {
	const named = sections.find(({ id }) => `#${id}` === location.hash);
	const chosen = named ?? sections[0];
	for (const { id, node } of sections) {
		const isChosen = id === chosen.id;
		node.hidden = !isChosen && !(id === live.id && WIDE.matches);
		if (isChosen) links.get(id).link.setAttribute('aria-current', 'page');
		else links.get(id).link.removeAttribute('aria-current');
	}
	document.body.classList.toggle('phones-alone', chosen === live);
	// On the first page the activity follows the records; on the others it is under the phones.
	find(chosen === sections[0] ? '#main' : '#aside').append(live.activity);
	live.activity.hidden = chosen !== sections[0] && live.node.hidden;
	openMenu(false);
}

function openMenu(isOpen) {
	find('#menu').setAttribute('aria-expanded', isOpen);
	document.body.classList.toggle('menu-open', isOpen);
}

/** Draws the sections that show something that has changed. */
function render(changed) {
	Object.assign(state, changed);
	for (const { id, keys, draw, count } of sections) {
		if (!keys.some((key) => key in changed)) continue;
		draw(state);
		links.get(id).count.textContent = count(state) || '';
	}
	if ('url' in changed) find('#address').textContent = state.url;
	if ('users' in changed || 'currentUserId' in changed) renderUsers(state);
}

function renderUsers({ users, currentUserId }) {
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

/** Sends the request and shows `success`, or why it failed; returns whether it succeeded. */
async function attempt(request, success) {
	try {
		await act(...request);
		if (success) notify(success);
		return true;
	} catch (error) {
		notify(error.message);
		return false;
	}
}

async function copy(term, value) {
	await navigator.clipboard.writeText(value);
	notify(`${term} copied`);
}

let noticeTimer;
function notify(text) {
	const notice = find('#notice');
	notice.textContent = text;
	notice.hidden = false;
	clearTimeout(noticeTimer);
	noticeTimer = setTimeout(() => (notice.hidden = true), NOTICE_MS);
}

find('#signed-in').addEventListener('change', async ({ target }) => {
	const isDone = await attempt(['POST', 'signed-in', { userId: target.value }]);
	if (!isDone) renderUsers(state);
});
find('#menu').addEventListener('click', () => openMenu(!document.body.matches('.menu-open')));
document.addEventListener('keydown', ({ key }) => {
	if (key !== 'Escape' || !document.body.matches('.menu-open')) return;
	openMenu(false);
	find('#menu').focus();
});
WIDE.addEventListener('change', choose);
addEventListener('hashchange', () => {
	choose();
	// The new section's heading, so that screen readers and the Tab key continue there.
	find('main > :not([hidden]) h2, aside > :not([hidden]) h2')?.focus({ preventScroll: true });
	scrollTo(0, 0);
});

choose();
follow(render, (isLive) => {
	find('#live').classList.toggle('on', isLive);
	find('#live').title = isLive ? 'Live' : 'The portal does not answer';
});
