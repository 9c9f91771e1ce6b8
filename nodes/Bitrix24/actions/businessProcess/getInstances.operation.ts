import { collection, located, optionalText } from '../../forms/parameters';
import { templateLocator } from '../../forms/templateLocator';
import { userId } from '../../forms/userId';
import { userLocator } from '../../forms/userLocator';
import type { JsonValue } from '../../values/json';
import type { Operation } from '../operation';
import { pageFields, wantedPages } from '../pageFields';
import { listFilter, listItems } from './list';
import { optionalTemplateId } from './templateId';

/** Everything that the method knows of a process; by itself it would answer with three of them. */
const SELECT = [
	'ID',
	'TEMPLATE_ID',
	'MODULE_ID',
	'ENTITY',
	'DOCUMENT_ID',
	'STARTED',
	'STARTED_BY',
	'MODIFIED',
	'OWNED_UNTIL',
];

/** bizproc.workflow.instances, the latest first. */
export const getInstances: Operation = {
	value: 'getInstances',
	name: 'Get Many Instances',
	action: 'Get many instances of business processes',
	description:
		'List the business processes that run, automation rules included; needs an administrator',
	properties: [
		...pageFields,
		{
			displayName: 'Filters',
			name: 'options',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Document ID',
					name: 'documentId',
					type: 'string',
					default: '',
					placeholder: 'e.g. DEAL_759',
					description: 'The record that the process runs on, as business processes write it',
				},
				{
					displayName: 'Module ID',
					name: 'moduleId',
					type: 'string',
					default: '',
					placeholder: 'e.g. crm',
					description: 'The part of Bitrix24 that the record belongs to: crm, lists or disk',
				},
				{
					displayName: 'Started By',
					name: 'startedBy',
					...userLocator,
					description: 'The user who started the process',
				},
				{
					displayName: 'Template',
					name: 'template',
					...templateLocator,
					description: 'The template of the process',
				},
			],
		},
	],
	call(parameters) {
		const { documentId, moduleId, startedBy, template } = collection(parameters('options'));
		return {
			method: 'bizproc.workflow.instances',
			idempotent: true,
			params: {
				SELECT,
				FILTER: listFilter({
					DOCUMENT_ID: optionalText(documentId, 'Document ID'),
					MODULE_ID: optionalText(moduleId, 'Module ID'),
					STARTED_BY: optionalUser(startedBy),
					TEMPLATE_ID: optionalTemplateId(template),
				}),
				ORDER: { STARTED: 'DESC', ID: 'DESC' },
			},
			pages: wantedPages(parameters),
		};
	},
	output: listItems,
};

function optionalUser(value: unknown): JsonValue | undefined {
	const given = located(value);
	return given === undefined || given === null || given === ''
		? undefined
		: userId(given, 'Started By');
}
