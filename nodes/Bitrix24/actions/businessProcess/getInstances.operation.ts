import { collection, optionalText } from '../../forms/parameters';
import { optionalTemplateId, templateLocator } from '../../forms/template';
import { optionalUserId, userLocator } from '../../forms/user';
import type { RestParams } from '../../rest/types';
import { objectsOf } from '../../values/json';
import type { JsonValue } from '../../values/json';
import type { Operation } from '../operation';
import { pageFields, wantedPages } from '../pageFields';

/** Everything that the method knows about a process; by default it returns three of these. */
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

/** bizproc.workflow.instances, latest first. */
export const getInstances: Operation = {
	value: 'getInstances',
	name: 'Get Many Instances',
	action: 'Get many instances of business processes',
	description:
		'List the business processes that are running, including automation rules; needs an administrator',
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
				FILTER: filterBy({
					DOCUMENT_ID: optionalText(documentId, 'Document ID'),
					MODULE_ID: optionalText(moduleId, 'Module ID'),
					STARTED_BY: optionalUserId(startedBy, 'Started By'),
					TEMPLATE_ID: optionalTemplateId(template),
				}),
				ORDER: { STARTED: 'DESC', ID: 'DESC' },
			},
			pages: wantedPages(parameters),
		};
	},
	output: objectsOf,
};

/** The given conditions; undefined if there are none, since an empty list is not a filter. */
function filterBy(conditions: RestParams): JsonValue | undefined {
	const given = Object.entries(conditions).filter(([, value]) => value !== undefined);
	return given.length === 0 ? undefined : Object.fromEntries(given);
}
