import type { INodeProperties } from 'n8n-workflow';

import {
	DOCUMENT_KINDS,
	documentId,
	documentKind,
	documentType,
	SMART_PROCESS,
	smartProcessType,
} from '../../automation/documentTypes';
import type { DocumentType } from '../../automation/documentTypes';
import { readEntityTypeId } from '../../automation/readDefinition';
import { json, text } from '../../forms/parameters';
import type { ItemParameters } from '../../forms/parameters';
import { InputError } from '../../values/problem';

const OTHER = 'other';
const KINDS = [
	...DOCUMENT_KINDS.map(({ name, value }) => ({ name, value })),
	{ name: 'Smart Process Item (SPA)', value: SMART_PROCESS },
];

const KINDS_AND_OTHER = [
	...KINDS,
	{
		name: 'Something Else',
		value: OTHER,
		description:
			'Any other document, such as a list element or a file, by its module, object and ID',
	},
];

/** The kinds of documents that the operations of business processes offer. */
export const documentKindOptions: ReadonlyArray<{ name: string; value: string }> = KINDS;

/** The fields that identify one document. */
export const documentFields: INodeProperties[] = [
	{
		displayName: 'Document Type',
		name: 'documentKind',
		type: 'options',
		default: 'deal',
		description: 'What the process runs on. The template must have been made for it.',
		options: KINDS_AND_OTHER,
	},
	{
		displayName: 'Smart Process ID',
		name: 'smartProcessId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 147',
		description:
			"The entityTypeId of the smart process; it is part of the address of the process's list of items",
		displayOptions: { show: { documentKind: [SMART_PROCESS] } },
	},
	{
		displayName: 'Document ID',
		name: 'documentId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 759',
		description: 'The number of the record, or its ID as business processes write it (DEAL_759)',
		displayOptions: { show: { documentKind: KINDS.map(({ value }) => value) } },
	},
	{
		displayName: 'Document ID (JSON)',
		name: 'documentIdJson',
		type: 'json',
		required: true,
		default: '[]',
		placeholder: 'e.g. ["lists", "BizprocDocument", "777"]',
		description: 'Module, object and ID, as a list of three',
		displayOptions: { show: { documentKind: [OTHER] } },
	},
];

/**
 * Reads the document.
 *
 * @throws InputError if the fields do not identify a document
 */
export function readDocumentId(parameters: ItemParameters): DocumentType {
	const kind = text(parameters('documentKind'), 'Document Type');
	if (kind === OTHER) return readDocumentIdList(parameters('documentIdJson'));
	const type = readDocumentType(kind, () => parameters('smartProcessId'));
	const id = text(parameters('documentId'), 'Document ID').trim();
	const number = id.toUpperCase().startsWith(`${type[2]}_`) ? id.slice(type[2].length + 1) : id;
	if (/^0*[1-9]\d{0,9}$/.test(number)) return documentId(type, Number(number));
	throw new InputError(
		id === '' ? 'The ID of the document is empty.' : `"${id}" is not the ID of such a document.`,
		`Give its number, such as 759, or ${type[2]}_759.`,
	);
}

/**
 * The document type of a choice.
 *
 * @param smartProcessId reads the number of the smart process; its field is shown for that choice only
 * @throws InputError for a choice that does not exist, and for anything but a number
 */
export function readDocumentType(choice: string, smartProcessId: () => unknown): DocumentType {
	const kind = documentKind(choice);
	if (kind === SMART_PROCESS) {
		return smartProcessType(readEntityTypeId(text(smartProcessId(), 'Smart Process ID').trim()));
	}
	const type = kind === undefined ? undefined : documentType(kind);
	if (type !== undefined) return type;
	throw new InputError(
		`"${choice}" is not one of the document types.`,
		'Choose one from the list of Document Type.',
	);
}

function readDocumentIdList(given: unknown): DocumentType {
	const list = json(given, 'Document ID (JSON)');
	const parts = Array.isArray(list) ? list.map((part) => text(part, 'Document ID').trim()) : [];
	const [module = '', object = '', id = ''] = parts;
	if (parts.length === 3 && !parts.includes('')) return [module, object, id];
	throw new InputError(
		'Document ID (JSON) is not a list of module, object and ID.',
		'Write a list such as ["lists", "BizprocDocument", "777"].',
	);
}
