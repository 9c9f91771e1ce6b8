import { collection, text, textList } from '../../forms/parameters';
import { objectsOf } from '../../values/json';
import type { JsonValue } from '../../values/json';
import { InputError } from '../../values/problem';
import type { Operation } from '../operation';
import { pageFields, wantedPages } from '../pageFields';
import { documentKindOptions, readDocumentType } from './documentForm';

/** The fields of a template that can be chosen. */
const FIELDS = [
	{ name: 'Auto Execute', value: 'AUTO_EXECUTE' },
	{ name: 'Constants', value: 'CONSTANTS' },
	{ name: 'Document Type', value: 'DOCUMENT_TYPE' },
	{ name: 'Entity', value: 'ENTITY' },
	{ name: 'ID', value: 'ID' },
	{ name: 'Is Modified', value: 'IS_MODIFIED' },
	{ name: 'Modified', value: 'MODIFIED' },
	{ name: 'Module ID', value: 'MODULE_ID' },
	{ name: 'Name', value: 'NAME' },
	{ name: 'Parameters', value: 'PARAMETERS' },
	{ name: 'System Code', value: 'SYSTEM_CODE' },
	{ name: 'Template', value: 'TEMPLATE' },
	{ name: 'User ID', value: 'USER_ID' },
	{ name: 'Variables', value: 'VARIABLES' },
];
const DEFAULT_FIELDS = [
	'ID',
	'NAME',
	'MODULE_ID',
	'ENTITY',
	'DOCUMENT_TYPE',
	'AUTO_EXECUTE',
	'PARAMETERS',
];

/** bizproc.workflow.template.list, by ID. The automation rules of stages are not included. */
export const getTemplates: Operation = {
	value: 'getTemplates',
	name: 'Get Many Templates',
	action: 'Get many templates of business processes',
	description:
		'List the templates from which business processes are started; needs an administrator',
	properties: [
		...pageFields,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Document Type',
					name: 'documentKind',
					type: 'options',
					default: 'deal',
					description: 'Only the templates for this kind of record',
					options: [...documentKindOptions],
				},
				{
					displayName: 'Fields',
					name: 'fields',
					type: 'multiOptions',
					default: [...DEFAULT_FIELDS],
					description: 'What to read from each template (SELECT)',
					options: FIELDS,
				},
				{
					displayName: 'Smart Process ID',
					name: 'smartProcessId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 147',
					description: 'The entityTypeId of the smart process',
					displayOptions: { show: { documentKind: ['smartProcess'] } },
				},
			],
		},
	],
	call(parameters) {
		const { documentKind, fields, smartProcessId } = collection(parameters('options'));
		return {
			method: 'bizproc.workflow.template.list',
			idempotent: true,
			params: {
				SELECT: chosenFields(fields),
				FILTER: typeFilter(documentKind, smartProcessId),
				ORDER: { ID: 'ASC' },
			},
			pages: wantedPages(parameters),
		};
	},
	output: objectsOf,
};

function chosenFields(fields: unknown): string[] {
	if (fields === undefined || fields === null) return DEFAULT_FIELDS;
	const chosen = textList(fields, 'Fields');
	const unknown = chosen.find((name) => !FIELDS.some(({ value }) => value === name));
	if (unknown === undefined) return chosen.length === 0 ? DEFAULT_FIELDS : chosen;
	throw new InputError(`A template has no field "${unknown}".`, 'Choose from the list of Fields.');
}

function typeFilter(documentKind: unknown, smartProcessId: unknown): JsonValue | undefined {
	const kind = text(documentKind, 'Document Type');
	if (kind === '') return undefined;
	const [module, object, type] = readDocumentType(kind, () => smartProcessId);
	return { MODULE_ID: module, ENTITY: object, DOCUMENT_TYPE: type };
}
