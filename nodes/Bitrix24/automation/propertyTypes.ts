/**
 * The basic types of a rule's fields and return values
 * (docs/reference/bitrix24.md#rule-property-types), in the order of the form.
 */
export const PROPERTY_TYPES = [
	{ name: 'Date', value: 'date' },
	{ name: 'Date and Time', value: 'datetime' },
	{ name: 'File', value: 'file' },
	{ name: 'Integer', value: 'int' },
	{ name: 'List', value: 'select' },
	{ name: 'Number', value: 'double' },
	{ name: 'String', value: 'string' },
	{ name: 'Text', value: 'text' },
	{ name: 'User', value: 'user' },
	{ name: 'Yes or No', value: 'bool' },
] as const;

export type PropertyType = (typeof PROPERTY_TYPES)[number]['value'];

/** The type that a text names; undefined for one that the form does not offer. */
export function propertyType(value: string): PropertyType | undefined {
	return PROPERTY_TYPES.find((type) => type.value === value)?.value;
}
