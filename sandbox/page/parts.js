import { element } from './element.js';
import { flattened } from './texts.js';

/** A short word with a tone: good, warn, bad, info or quiet. */
export function badge(label, tone = 'quiet') {
	return element('span', { class: `badge ${tone}` }, label);
}

/** The time of day; a tooltip shows the date too. */
export function time(unixMs) {
	const date = new Date(unixMs);
	const attributes = { datetime: date.toISOString(), title: date.toLocaleString('en-GB') };
	return element('time', attributes, date.toLocaleTimeString('en-GB'));
}

/** Milliseconds, or seconds if there are many. */
export function duration(ms) {
	const text = ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
	return element('span', { class: 'quiet duration' }, text);
}

/** A button; `description` names it if its label alone does not say enough. */
export function button(label, onclick, { description, key, style = 'small', disabled } = {}) {
	return element(
		'button',
		{
			type: 'button',
			class: style,
			'data-key': key,
			'aria-label': description,
			disabled,
			onclick,
		},
		label,
	);
}

/** A text that may break after the dots, lines and slashes of its names. */
export function breakable(text) {
	return text.split(/(?<=[._/])/).flatMap((part) => [element('wbr'), part]);
}

/** A section's heading with how many there are; `set` changes the number. */
export function heading(level, label, id) {
	const count = element('span', { class: 'count' });
	const node = element(level, { id, ...(level === 'h2' ? { tabindex: '-1' } : {}) }, label, count);
	const set = (number) => (count.textContent = number ? ` ${number}` : '');
	return { node, set };
}

/** A box that scrolls sideways when its table is wider; `rows` is the table's body. */
export function table(label, columns) {
	const rows = element('tbody');
	const node = element(
		'div',
		{ class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0' },
		element(
			'table',
			{},
			element(
				'thead',
				{},
				element(
					'tr',
					{},
					columns.map((column) => element('th', { scope: 'col' }, column)),
				),
			),
			rows,
		),
	);
	return { node, rows };
}

/** Names and values as a list; objects are shown by their members. */
export function facts(values) {
	return element(
		'dl',
		{ class: 'facts' },
		flattened(values).map(([name, value]) => [
			element('dt', {}, name),
			element('dd', {}, value === '' ? element('i', { class: 'quiet' }, 'empty') : value),
		]),
	);
}

/**
 * Details whose content is fetched when they are opened; what was fetched once is remembered by
 * key for as long as the page is open.
 */
export function fetchedDetails(key, summary, fetchContent) {
	const content = element('div', { class: 'unfolded' });
	const fill = async () => {
		if (!details.open || content.childElementCount > 0) return;
		try {
			content.replaceChildren(await fetchContent());
		} catch (error) {
			content.replaceChildren(element('p', { class: 'quiet' }, error.message));
		}
	};
	const details = element(
		'details',
		{ 'data-key': key, ontoggle: fill },
		element('summary', {}, summary),
		content,
	);
	return details;
}
