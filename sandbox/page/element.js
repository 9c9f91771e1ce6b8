const SVG = 'http://www.w3.org/2000/svg';

/**
 * A new element. Attributes whose name starts with `on` are listeners, true is an attribute without
 * a value, undefined and false leave it out. Children are elements or texts; texts stay texts.
 */
export function element(tag, attributes = {}, ...children) {
	return filled(document.createElement(tag), attributes, children);
}

/** An icon of 20 by 20 units from the path of its lines; hidden from screen readers. */
export function icon(path) {
	const lines = filled(document.createElementNS(SVG, 'path'), { d: path }, []);
	const attributes = { viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true' };
	return filled(document.createElementNS(SVG, 'svg'), attributes, [lines]);
}

function filled(node, attributes, children) {
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
		else if (value !== undefined && value !== false)
			node.setAttribute(name, value === true ? '' : value);
	}
	node.append(...children.flat(Infinity).filter(isShown));
	return node;
}

function isShown(child) {
	return child !== undefined && child !== null && child !== false && child !== '';
}
