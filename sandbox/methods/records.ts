import type { PhpMap } from '../php/values';
import { RECORD_KIND_NAMES, RECORD_KINDS, type RecordKindName } from '../records/kinds';
import type { RecordKind, RecordVerb } from '../records/recordKind';
import {
	createRecord,
	deleteRecord,
	findRecord,
	recordsOf,
	updateRecord,
} from '../records/records';
import { actorOf, type MethodAnswer, type MethodCall, type RestMethod } from '../rest/method';
import { absentAnswer, fieldsOf, idOf } from './recordCall';
import { recordList } from './recordList';

type Run = (name: RecordKindName, call: MethodCall) => MethodAnswer;

/** What each verb does, for every kind of record. */
const RUNS: Readonly<Record<RecordVerb, Run>> = {
	add: (name, { portal, access, params }) => {
		const kind = RECORD_KINDS[name];
		const fields = fieldsOf({ kind, verb: 'add', params });
		const id = createRecord(portal, name, fields, actorOf(access));
		if (kind.addAnswer === 'id') return { result: id };
		if (kind.addAnswer === 'idObject') return { result: { id } };
		return { result: changedRecord(kind, findRecord(portal, name, id)) };
	},
	get: (name, { portal, params }) => {
		const kind = RECORD_KINDS[name];
		const call = { kind, verb: 'get', params } as const;
		const id = idOf(call);
		const record = findRecord(portal, name, id);
		return record ? { result: wrapped(kind.one, record) } : absentAnswer(call, id);
	},
	list: (name, call) => recordList(call, recordsOf(call.portal, name), RECORD_KINDS[name]),
	update: (name, { portal, access, params }) => {
		const kind = RECORD_KINDS[name];
		const call = { kind, verb: 'update', params } as const;
		const id = idOf(call);
		const fields = fieldsOf(call);
		const isThere = updateRecord(portal, name, id, fields, actorOf(access));
		if (!isThere) return absentAnswer(call, id);
		if (kind.updateAnswer === 'true') return { result: true };
		if (kind.updateAnswer === 'id') return { result: id };
		return { result: changedRecord(kind, findRecord(portal, name, id)) };
	},
	delete: (name, { portal, access, params }) => {
		const kind = RECORD_KINDS[name];
		const call = { kind, verb: 'delete', params } as const;
		const id = idOf(call);
		if (!deleteRecord(portal, name, id, actorOf(access))) return absentAnswer(call, id);
		const answers = { true: true, nothing: [], wrappedTrue: wrapped(kind.one, true) };
		return { result: answers[kind.deleteAnswer] };
	},
};

/** The methods of all kinds whose parameters have names; SPA items and task comments have their own. */
export const RECORD_METHODS: readonly RestMethod[] = RECORD_KIND_NAMES.filter(
	(name) => name !== 'item',
).flatMap(methodsOf);

function methodsOf(name: RecordKindName): RestMethod[] {
	const { methods, scope } = RECORD_KINDS[name];
	const verbs: readonly RecordVerb[] = ['add', 'get', 'list', 'update', 'delete'];
	return verbs.flatMap((verb) => {
		const method = methods[verb];
		return method === undefined
			? []
			: [{ name: method, scope, run: (call: MethodCall) => RUNS[verb](name, call) }];
	});
}

function changedRecord(kind: RecordKind, record: PhpMap | undefined): unknown {
	return wrapped(kind.changed ?? kind.one, record);
}

function wrapped(key: string | undefined, value: unknown): unknown {
	return key === undefined ? value : { [key]: value };
}
