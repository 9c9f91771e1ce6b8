import { entries, text, textList } from '../forms/parameters';
import type { ItemParameters } from '../forms/parameters';
import { optionalUserId } from '../forms/user';
import { InputError } from '../values/problem';
import type { RuleDefinition } from './definition';
import { documentKind, documentType, SMART_PROCESS, smartProcessType } from './documentTypes';
import type { DocumentType } from './documentTypes';
import { readProperties } from './readProperties';

/**
 * Reads the form of `definitionFields`, and finds what Bitrix24 would refuse or ignore in it before
 * anything is sent.
 *
 * @throws InputError that names the field and says what to do
 */
export function readDefinition(parameters: ItemParameters): RuleDefinition {
	const waitsForAnswer = parameters('waitForAnswer') === true;
	return {
		name: readName(parameters('ruleName')),
		description: text(parameters('ruleDescription'), 'Description').trim(),
		waitsForAnswer,
		fields: readProperties(entries(parameters('ruleFields'), 'property'), 'field'),
		returnValues: waitsForAnswer
			? readProperties(entries(parameters('ruleReturnValues'), 'property'), 'return value')
			: [],
		documentTypes: readDocumentTypes(parameters),
		runAs: optionalUserId(parameters('runAsUser'), 'Run as User'),
	};
}

/** PHP, which the portal runs on, takes the text 0 for an empty one. */
function readName(given: unknown): string {
	const name = text(given, 'Name').trim();
	if (name !== '' && name !== '0') return name;
	throw new InputError(
		name === '' ? 'The name is empty.' : 'Bitrix24 takes the name 0 for an empty one.',
		'Give a name that people recognise in Bitrix24, such as Check credit limit.',
	);
}

function readDocumentTypes(parameters: ItemParameters): DocumentType[] {
	const kinds = [...new Set(textList(parameters('documentTypes'), 'Document Types'))];
	return kinds.flatMap((value): DocumentType[] => {
		const kind = documentKind(value);
		if (kind === undefined) {
			throw new InputError(
				`"${value}" is not one of the document types.`,
				'Choose from the list of Document Types.',
			);
		}
		if (kind === SMART_PROCESS) return smartProcesses(parameters('smartProcessIds'));
		const type = documentType(kind);
		return type === undefined ? [] : [type];
	});
}

function smartProcesses(given: unknown): DocumentType[] {
	const ids = [...new Set(textList(given, 'Smart Process IDs'))];
	if (ids.length === 0) {
		throw new InputError(
			'No smart process is given.',
			'Give the entityTypeId of each, such as 147, or remove Smart Process (SPA) from Document Types.',
		);
	}
	return ids.map((id) => smartProcessType(readEntityTypeId(id)));
}

/**
 * The number of a smart process.
 *
 * @throws InputError for anything else
 */
export function readEntityTypeId(given: string): number {
	const digits = /^(?:DYNAMIC_)?0*([1-9]\d{0,8})$/i.exec(given)?.[1];
	if (digits !== undefined) return Number(digits);
	throw new InputError(
		given === ''
			? 'The ID of the smart process is empty.'
			: `"${given}" is not the ID of a smart process.`,
		"Give its entityTypeId, a whole number such as 147; it is part of the address of the process's list of items.",
	);
}
