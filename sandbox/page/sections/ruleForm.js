import { field } from '../forms.js';
import { nameOf } from '../texts.js';

/**
 * How a property's type is asked for; others are plain texts
 * (docs/reference/bitrix24.md#rule-property-types).
 */
const CONTROLS = {
	bool: () => ({
		type: 'select',
		options: [
			{ value: '', label: 'not set' },
			{ value: 'Y', label: 'Yes' },
			{ value: 'N', label: 'No' },
		],
	}),
	int: () => ({ type: 'number', step: '1' }),
	double: () => ({ type: 'number', step: 'any' }),
	text: () => ({ type: 'textarea', size: 'wide' }),
	select: ({ options = {} }) => ({ type: 'select', options: [NOT_SET, ...choices(options)] }),
	internalselect: ({ options = {} }) => ({
		type: 'select',
		options: [NOT_SET, ...choices(options)],
	}),
	user: (_property, users) => ({
		type: 'select',
		options: [
			NOT_SET,
			...users.map(({ id }) => ({ value: `user_${id}`, label: nameOf(users, id) })),
		],
	}),
};

const NOT_SET = { value: '', label: 'not set' };

/** A field for each property of a rule, filled with the defaults. */
export function propertyFields(properties, users) {
	return Object.entries(properties).map(([id, property]) => {
		const control = property.multiple ? undefined : CONTROLS[property.type]?.(property, users);
		return field({
			name: `property ${id}`,
			label: `${property.name}${property.required ? ' (required)' : ''}`,
			value: initialValue(property),
			hint: property.multiple ? `${property.type}, one a line` : property.type,
			...(property.multiple ? { type: 'textarea' } : control),
		});
	});
}

/** The values of those fields by the ids of the properties; what was left empty is left out. */
export function propertyValues(properties, values) {
	return Object.fromEntries(
		Object.entries(properties).flatMap(([id, { multiple }]) => {
			const value = values[`property ${id}`];
			if (value === '' || value === undefined) return [];
			return [[id, multiple ? value.split('\n').filter((line) => line !== '') : value]];
		}),
	);
}

function initialValue({ default: value, multiple }) {
	if (value === undefined || value === null) return '';
	if (multiple) return [value].flat().join('\n');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function choices(options) {
	return Object.entries(options).map(([value, label]) => ({ value, label: String(label) }));
}
