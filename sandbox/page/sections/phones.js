import { element } from '../element.js';
import { followingList } from '../lists.js';
import { time } from '../parts.js';
import { nameOf, summary, textOf } from '../texts.js';

const REMEMBERED = 'sandbox-phones';
/** Whose phones are shown until others are chosen: the two administrators. */
const AT_FIRST = [1, 2];

/**
 * Phones of chosen users. Each shows the pushes that reached its owner, and the real-time events
 * that an open app of theirs receives.
 */
export function phones() {
	let chosen = remembered();
	let shown;
	const chips = element('fieldset', { class: 'chips' });
	const shelf = element('div', { class: 'phones' });
	const listening = element('p', { class: 'quiet', role: 'status' });
	const drawPhones = followingPhones(shelf);

	function toggle(id, isOn) {
		chosen = isOn
			? [...chosen, id].sort((one, other) => one - other)
			: chosen.filter((its) => its !== id);
		localStorage.setItem(REMEMBERED, JSON.stringify(chosen));
		draw(shown);
	}

	function draw(state) {
		shown = state;
		const users = state.users.filter(({ active }) => active);
		if (chips.childElementCount === 0) chips.append(...chipsOf(users, chosen, toggle));
		drawPhones(
			users.filter(({ id }) => chosen.includes(id)),
			state,
		);
		listening.textContent = whoListens(state);
	}
	return { node: element('div', { class: 'stack' }, chips, shelf, listening), draw };
}

/** Open connections in a sentence, including those without a user. */
function whoListens({ listeners, users }) {
	if (listeners.length === 0) return 'Nobody listens over WebSocket.';
	const names = listeners.map(({ userId }) =>
		userId === undefined ? 'somebody' : nameOf(users, userId),
	);
	return `Listening over WebSocket: ${summary(names)}.`;
}

function chipsOf(users, chosen, toggle) {
	return [
		element('legend', {}, 'Phones of'),
		...users.map(({ id, name, lastName }) =>
			element(
				'label',
				{ title: `${name} ${lastName}` },
				element('input', {
					type: 'checkbox',
					'aria-label': `Phone of ${name} ${lastName}`,
					checked: chosen.includes(id),
					onchange: ({ target }) => toggle(id, target.checked),
				}),
				element('span', {}, name),
			),
		),
	];
}

/** Draws phones for users; a phone lives as long as its user is chosen. */
function followingPhones(shelf) {
	const live = new Map();
	const none = element('p', { class: 'empty' }, 'Choose whose phones to watch.');
	return (users, state) => {
		for (const [id, { node }] of live) {
			if (users.some((user) => user.id === id)) continue;
			node.remove();
			live.delete(id);
		}
		users.forEach((user, position) => {
			if (!live.has(user.id)) live.set(user.id, phoneOf(user));
			const { node, draw } = live.get(user.id);
			if (shelf.children[position] !== node) shelf.insertBefore(node, shelf.children[position]);
			draw(state);
		});
		if (users.length === 0) shelf.replaceChildren(none);
		else none.remove();
	};
}

function phoneOf(user) {
	const name = `${user.name} ${user.lastName}`;
	const status = element('span', { class: 'listening' });
	const list = element('ol', {
		class: 'screen',
		tabindex: '0',
		'aria-label': `On the phone of ${name}`,
	});
	const rows = followingList(list, {
		keyOf: ({ kind, number }) => `${kind}-${number}`,
		row: (message, { names }) =>
			message.kind === 'push' ? pushCard(message) : eventCard(message, names),
		empty: 'Nothing has arrived yet.',
	});
	const node = element(
		'article',
		{ class: 'phone', 'aria-label': `Phone of ${name}` },
		element(
			'header',
			{},
			element('span', { class: 'face', 'aria-hidden': 'true' }, initials(name)),
			element('div', {}, element('strong', {}, name), status),
		),
		list,
	);
	function draw({ messages, applications, listeners }) {
		const names = Object.fromEntries(applications.map((its) => [its.clientId, its.name]));
		rows(
			messages.filter(({ receivers }) => receivers === 'everyone' || receivers.includes(user.id)),
			{ names },
		);
		const open = listeners.filter(({ userId }) => userId === user.id).length;
		status.textContent = open > 0 ? 'an app listens' : 'no app listens';
		status.classList.toggle('on', open > 0);
	}
	return { node, draw };
}

function pushCard({ text, sender, avatar, at }) {
	const letter = element('span', { class: 'app', 'aria-hidden': 'true' }, initials(sender));
	const face = /^https?:\/\//.test(avatar ?? '')
		? element('img', { class: 'app', src: avatar, alt: '', referrerpolicy: 'no-referrer' })
		: letter;
	face.addEventListener('error', () => face.replaceWith(letter));
	return element(
		'li',
		{ class: 'push' },
		face,
		element(
			'div',
			{},
			element('p', { class: 'from' }, element('b', {}, sender), time(at)),
			element('p', {}, text),
		),
	);
}

function eventCard({ moduleId, command, params, receivers, clientId, at }, names) {
	return element(
		'li',
		{ class: 'event' },
		element(
			'p',
			{ class: 'from' },
			element(
				'span',
				{},
				[names[clientId], moduleId === 'application' ? '' : moduleId].filter(Boolean).join(' · '),
			),
			time(at),
		),
		element('p', {}, element('b', {}, command)),
		element('code', {}, textOf(params)),
		receivers === 'everyone' && element('p', { class: 'to' }, 'to everyone'),
	);
}

function initials(name) {
	const words = name.trim().split(/\s+/);
	return words
		.slice(0, 2)
		.map(([letter = '?']) => letter.toUpperCase())
		.join('');
}

function remembered() {
	try {
		const kept = JSON.parse(localStorage.getItem(REMEMBERED));
		return Array.isArray(kept) ? kept : AT_FIRST;
	} catch {
		return AT_FIRST;
	}
}
