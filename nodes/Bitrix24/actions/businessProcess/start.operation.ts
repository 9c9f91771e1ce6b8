import { templateId, templateLocator } from '../../forms/template';
import { textOf } from '../../values/json';
import { namedValuesFields, processValues } from '../namedValues';
import type { NamedValuesForm } from '../namedValues';
import type { Operation } from '../operation';
import { documentFields, readDocumentId } from './documentForm';

const PARAMETERS: NamedValuesForm = {
	name: 'parameters',
	displayName: 'Parameters',
	description:
		"Values of the template's parameters, by their IDs; a user is written as user_5 or as the Bitrix24 Automation Trigger gives it",
	entry: 'Parameter',
	namePlaceholder: 'e.g. responsible',
	jsonPlaceholder: 'e.g. { "responsible": "user_5" }',
	listAllowed: false,
};

/** bizproc.workflow.start. */
export const start: Operation = {
	value: 'start',
	name: 'Start',
	action: 'Start a business process',
	description: 'Start a business process on a record; needs an administrator',
	properties: [
		{
			displayName: 'Template',
			name: 'template',
			...templateLocator,
			required: true,
			description: 'The template of the business process',
		},
		...documentFields,
		...namedValuesFields(PARAMETERS),
	],
	call: (parameters) => ({
		method: 'bizproc.workflow.start',
		idempotent: false,
		params: {
			TEMPLATE_ID: templateId(parameters('template')),
			DOCUMENT_ID: [...readDocumentId(parameters)],
			PARAMETERS: processValues(parameters, PARAMETERS),
		},
	}),
	output: (result) => ({ success: true, workflowId: textOf(result) }),
};
