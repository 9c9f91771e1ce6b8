import { element } from './element.js';

let lastId = 0;

/**
 * A labelled control. `type` is text, number, url, textarea, select, checkbox, or checks for
 * several choices of a list; `options` are `{ value, label }`; `size` is wide, narrow or nothing.
 */
export function field({ name, label, type = 'text', value, options, hint, size, ...attributes }) {
	const id = `field-${++lastId}`;
	const described = hint && `${id}-hint`;
	const shared = { id, name, 'aria-describedby': described, ...attributes };
	const note = hint && element('small', { id: described, class: 'quiet' }, hint);
	if (type === 'checks') return choices({ name, label, value, options });
	if (type === 'checkbox') {
		const box = element('input', { ...shared, type, value: 'Y', checked: value === true });
		return element(
			'div',
			{ class: 'field check' },
			element('label', {}, box, element('span', {}, label)),
			note,
		);
	}
	return element(
		'div',
		{ class: `field ${size ?? ''}` },
		element('label', { for: id }, label),
		control(type, shared, { value, options }),
		note,
	);
}

function control(type, attributes, { value, options }) {
	if (type === 'textarea') {
		return element('textarea', { rows: 3, spellcheck: 'false', ...attributes }, value ?? '');
	}
	if (type === 'select') {
		return element(
			'select',
			attributes,
			options.map((option) =>
				element(
					'option',
					{ ...option, label: undefined, selected: String(option.value) === String(value ?? '') },
					option.label,
				),
			),
		);
	}
	return element('input', { autocomplete: 'off', ...attributes, type, value });
}

function choices({ name, label, value = [], options }) {
	return element(
		'fieldset',
		{ class: 'checks' },
		element('legend', {}, label),
		options.map((option) =>
			element(
				'label',
				{},
				element('input', {
					type: 'checkbox',
					name: `${name}[]`,
					value: option.value,
					checked: value.includes(option.value),
				}),
				element('span', {}, option.label),
			),
		),
	);
}

/** What the form holds; names that end in `[]` give lists, unticked boxes give nothing. */
export function valuesOf(form, submitter) {
	const values = {};
	for (const input of form.elements) {
		if (input.name.endsWith('[]')) values[input.name.slice(0, -2)] ??= [];
	}
	for (const [name, value] of new FormData(form, submitter)) {
		if (name.endsWith('[]')) values[name.slice(0, -2)].push(value);
		else values[name] = value;
	}
	return values;
}

/**
 * A form whose fields are in a row as far as there is room. `submit` gets its values and the form.
 */
export function inlineForm({ label, fields, submit, button: text, style = '', id }) {
	return element(
		'form',
		{
			id,
			class: 'inline',
			'aria-label': label,
			onsubmit: (event) => {
				event.preventDefault();
				submit(valuesOf(event.target, event.submitter), event.target);
			},
		},
		fields,
		element('button', { class: style }, text),
	);
}

/** Forms that belong together, under their name. */
export function group(legend, ...content) {
	return element('fieldset', { class: 'group' }, element('legend', {}, legend), content);
}

/** What `fill` put into each field last. */
const filled = new WeakMap();

/**
 * Puts values into a form's fields: those that have changed, so that what its user has filled in
 * stays there, and not into the field that is being filled in.
 */
export function fill(form, values) {
	for (const [name, value] of Object.entries(values)) {
		const control = form.elements[name];
		if (!control || control === document.activeElement || filled.get(control) === value) continue;
		filled.set(control, value);
		if (control.type === 'checkbox') control.checked = value;
		else control.value = value;
	}
}

/**
 * Asks in a dialog. `submit` gets the values; if it throws, the message is shown and the dialog
 * stays open. The focus goes back to where it was.
 */
export function ask({ title, intro, fields, button: text = 'Save', submit }) {
	const id = `dialog-${++lastId}`;
	let isBusy = false;
	const complaint = element('p', { class: 'complaint bad', role: 'alert', hidden: true });
	const onsubmit = async (event) => {
		event.preventDefault();
		if (isBusy) return;
		isBusy = true;
		try {
			await submit(valuesOf(event.target));
			dialog.close();
		} catch (error) {
			isBusy = false;
			complaint.textContent = error.message;
			complaint.hidden = false;
		}
	};
	const dialog = element(
		'dialog',
		{ 'aria-labelledby': id, onclose: () => dialog.remove() },
		element(
			'form',
			{ method: 'dialog', onsubmit },
			element('h2', { id }, title),
			intro && element('p', { class: 'quiet' }, intro),
			element('div', { class: 'grid' }, fields),
			complaint,
			element(
				'div',
				{ class: 'actions' },
				element('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
				element('button', { class: 'primary' }, text),
			),
		),
	);
	document.body.append(dialog);
	dialog.showModal();
	dialog.querySelector('input:not([type=hidden]), select, textarea')?.focus();
}
