/**
 * A new element. Attributes whose name starts with `on` are listeners, true is an attribute without
 * a value, undefined and false leave it out. Children are elements or texts; texts stay texts.
 */
export function element(tag, attributes = {}, ...children) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
		else if (value !== undefined && value !== false)
			node.setAttribute(name, value === true ? '' : value);
	}
	node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false));
	return node;
}

/**
 * Puts new rows into a list and keeps what the reader did: the focus, the details opened and the
 * choices made, found again by their `data-key`.
 */
export function replaceRows(list, rows) {
	const focused = list.contains(document.activeElement) && document.activeElement.dataset.key;
	const keyed = (selector) => [...list.querySelectorAll(selector)];
	const open = new Set(keyed('details[open][data-key]').map((node) => node.dataset.key));
	const chosen = new Map(keyed('select[data-key]').map((node) => [node.dataset.key, node.value]));
	const empty = element('li', { class: 'empty' }, list.dataset.empty);
	list.replaceChildren(...(rows.length > 0 ? rows : [empty]));
	for (const node of keyed('[data-key]')) {
		const { key } = node.dataset;
		if (open.has(key)) node.open = true;
		if (node.matches('select') && chosen.has(key)) node.value = chosen.get(key) || node.value;
		if (key === focused) node.focus();
	}
}
