import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../values/problem';
import { located, text } from './parameters';

/** A field in which a template of business processes is found by name or given by ID. */
export const templateLocator: Omit<INodeProperties, 'displayName' | 'name'> = {
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a template…',
			typeOptions: {
				searchListMethod: 'searchTemplates',
				searchable: true,
			},
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 12',
		},
	],
};

/** @throws InputError if no template is given, and for anything but the ID of one */
export function templateId(value: unknown): number {
	const id = optionalTemplateId(value);
	if (id !== undefined) return id;
	throw new InputError(
		'No template is chosen.',
		'Choose one from the list, or give its numeric ID such as 12.',
	);
}

/**
 * The same for a field that may stay empty: undefined then.
 *
 * @throws InputError for anything but the ID of a template
 */
export function optionalTemplateId(value: unknown): number | undefined {
	const given = text(located(value), 'Template').trim();
	if (given === '') return undefined;
	if (/^0*[1-9]\d{0,9}$/.test(given)) return Number(given);
	throw new InputError(
		`"${given}" is not the ID of a template.`,
		'Choose the template from the list, or give its numeric ID such as 12.',
	);
}
