import { asMap, isArray, isEmpty, type PhpMap, text } from '../php/values';
import { serializedSize } from '../php/serializedSize';
import { RestError } from '../rest/restError';

const MAX_CODE_LENGTH = 128;
const MAX_HANDLER_LENGTH = 1000;
/**
 * Bytes of serialised properties that no longer fit into the database
 * (docs/reference/bitrix24.md#rule-saving).
 */
const PROPERTIES_SIZE = 65_535;

/**
 * Below these keys the names are the application's own and keep their case
 * (docs/reference/bitrix24.md#key-case).
 */
const KEEPING_CASE = ['PROPERTIES', 'RETURN_PROPERTIES', 'OPTIONS'];

/** Keys in upper case on every level, except the names inside PROPERTIES, RETURN_PROPERTIES and OPTIONS. */
export function foldedKeys(given: PhpMap, keepCase = false): PhpMap {
	return Object.fromEntries(
		Object.entries(given).map(([name, value]) => {
			const key = keepCase ? name : name.toUpperCase();
			return [key, folded(value, KEEPING_CASE.includes(key))];
		}),
	);
}

function folded(value: unknown, keepCase: boolean): unknown {
	if (Array.isArray(value)) return value.map((inner) => folded(inner, false));
	return isArray(value) ? foldedKeys(asMap(value), keepCase) : value;
}

/** The code, if it has the form of one (docs/reference/bitrix24.md#rule-code). */
export function checkedCode(code: unknown): string {
	if (isEmpty(code)) throw invalid('Empty activity code!');
	if (typeof code !== 'string' || !/^[a-z0-9.\-_]+$/i.test(code) || code.length > MAX_CODE_LENGTH) {
		throw invalid('Wrong activity code!');
	}
	return code;
}

/** A list of properties that was sent: anything but null has to be one. */
export function checkProperties(properties: unknown): void {
	if (!isSent(properties)) return;
	if (!isArray(properties)) throw invalid('Wrong properties array!');
	for (const [key, property] of Object.entries(properties)) {
		if (!/^[a-z][a-z0-9_]*$/i.test(key)) throw invalid(`Wrong property key (${key})!`);
		if (isEmpty(asMap(property).NAME)) throw invalid(`Empty property NAME (${key})!`);
	}
}

/** Module, object and type, or object and type; the portal does not look whether they exist. */
export function checkDocumentType(documentType: unknown): void {
	if (!isSent(documentType)) return;
	const parts = isArray(documentType) ? Object.values(documentType).map(text) : [];
	const [entity = '', type = ''] = parts.length > 2 ? parts.slice(1) : parts;
	if (parts.length < 2 || entity.trim() === '' || type.trim() === '') {
		throw invalid('Wrong activity DOCUMENT_TYPE!');
	}
}

/** Any list or map is accepted. */
export function checkFilter(filter: unknown): void {
	if (isSent(filter) && !isArray(filter)) throw invalid('Wrong activity FILTER!');
}

/** Whether the database has room for what is to be saved. */
export function fits({ HANDLER, PROPERTIES, RETURN_PROPERTIES }: PhpMap): boolean {
	return (
		text(HANDLER).length <= MAX_HANDLER_LENGTH &&
		[PROPERTIES, RETURN_PROPERTIES].every((value) => serializedSize(value) < PROPERTIES_SIZE)
	);
}

/** PHP's `isset`. */
export function isSent(value: unknown): boolean {
	return value !== undefined && value !== null;
}

/** 400 ERROR_ACTIVITY_VALIDATION_FAILURE. */
export function invalid(description: string): RestError {
	return new RestError(400, 'ERROR_ACTIVITY_VALIDATION_FAILURE', description);
}
