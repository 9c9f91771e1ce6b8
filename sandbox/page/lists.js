import { element } from './element.js';

/**
 * A list that follows its entries: a row is made again only when what it shows has changed, and
 * keeps what its reader opened or chose. `row` makes the row of an entry, `keyOf` tells entries
 * apart. The returned function draws: it takes the entries first, then what else the rows depend
 * on.
 */
export function followingList(list, { keyOf, row, empty }) {
	const rows = new Map();
	const nothing = list.matches('ul, ol')
		? element('li', { class: 'empty' }, empty)
		: element('tr', {}, element('td', { class: 'empty', colspan: 20 }, empty));
	return (entries, context) => {
		const keys = new Set(entries.map(keyOf));
		for (const key of rows.keys()) if (!keys.has(key)) rows.delete(key);
		const nodes = entries.map((entry) => {
			const [key, text] = [keyOf(entry), JSON.stringify([entry, context])];
			const known = rows.get(key);
			if (known?.text === text) return known.node;
			const node = row(entry, context);
			if (known) carryOver(known.node, node);
			rows.set(key, { text, node });
			return node;
		});
		place(list, nodes.length > 0 ? nodes : [nothing]);
	};
}

/** Puts the nodes into the list without touching those that are already in their place. */
function place(list, nodes) {
	const wanted = new Set(nodes);
	for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
	nodes.forEach((node, position) => {
		const there = list.children[position];
		if (there !== node) list.insertBefore(node, there ?? null);
	});
}

/** Puts the new node in the old one's place, with its opened details, choices and focus by `data-key`. */
function carryOver(before, after) {
	const focused = before.contains(document.activeElement) && document.activeElement.dataset.key;
	const keyed = (node) => [...node.querySelectorAll('[data-key]')];
	const olds = new Map(keyed(before).map((node) => [node.dataset.key, node]));
	before.replaceWith(after);
	for (const node of keyed(after)) {
		const old = olds.get(node.dataset.key);
		if (old?.matches('details')) node.open = old.open;
		if (old?.matches('select')) node.value = old.value || node.value;
		if (node.dataset.key === focused) node.focus();
	}
}
