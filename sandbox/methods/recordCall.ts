import { asMap, integer, isArray, isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Absence, RecordKind, RecordVerb, Refusal } from '../records/recordKind';
import type { MethodAnswer } from '../rest/method';
import { RestError } from '../rest/restError';

/** A call about one kind of record. */
export interface RecordCall {
	kind: RecordKind;
	verb: RecordVerb;
	params: PhpMap;
}

/** The id that the call names; refused if there is none. */
export function idOf(call: RecordCall): number | string {
	const { idParameter, ownId, badId } = call.kind;
	const id = upperCaseKeys(call.params)[idParameter.toUpperCase()];
	const isId = ownId ? !isEmpty(id) : integer(id) > 0;
	if (!isId) throw refused(call, badId);
	return ownId ? text(id) : integer(id);
}

/** The fields that the call brings; refused if there are none. */
export function fieldsOf(call: RecordCall): PhpMap {
	const { fieldsIn, noFields } = call.kind;
	const params = upperCaseKeys(call.params);
	if (fieldsIn === 'fields') {
		if (!isArray(params.FIELDS)) throw refused(call, noFields);
		return asMap(params.FIELDS);
	}
	const fields = Object.entries(fieldsIn)
		.map(([parameter, field]) => [field, params[parameter.toUpperCase()]] as const)
		.filter(([, value]) => value !== undefined);
	if (fields.length === 0) throw refused(call, noFields);
	return Object.fromEntries(fields);
}

/** What the portal answers if there is no such record: a result in its place, or an error. */
export function absentAnswer(call: RecordCall, id: number | string): MethodAnswer {
	const { absent } = call.kind;
	const answer: Absence = 'otherwise' in absent ? (absent[call.verb] ?? absent.otherwise) : absent;
	if ('result' in answer) return { result: answer.result };
	throw refused(call, answer, id);
}

function refused({ kind, verb }: RecordCall, [code, words]: Refusal, id?: number | string) {
	const description = words
		.replace('{id}', String(id ?? ''))
		.replace('{parameter}', kind.idParameter)
		.replace('{method}', kind.methods[verb] ?? '');
	return new RestError(400, code, description);
}
