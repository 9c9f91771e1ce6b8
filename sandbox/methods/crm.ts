import {
	createRecord,
	type CrmEntity,
	type CrmRecord,
	deleteRecord,
	updateRecord,
} from '../crm/records';
import { asMap, integer, isArray, text, upperCaseKeys } from '../php/values';
import { actorOf, type MethodAnswer, type MethodCall, type RestMethod } from '../rest/method';
import { pageOf } from '../rest/page';
import { RestError } from '../rest/restError';
import { matchesFilter, sortRecords } from './listQuery';

/** add, get, list, update and delete of leads and deals; they raise the events of rest.md 6.3. */
export const CRM_METHODS: readonly RestMethod[] = [
	...methodsOf('LEAD', 'crm.lead'),
	...methodsOf('DEAL', 'crm.deal'),
];

function methodsOf(entity: CrmEntity, prefix: string): RestMethod[] {
	const runs: Record<string, (call: MethodCall) => MethodAnswer> = {
		add: ({ portal, access, params }) => ({
			result: createRecord(portal, entity, fieldsOf(params), actorOf(access)),
		}),
		get: ({ portal, params }) => ({
			result: found(portal.crm[entity].get(idOf(params))),
		}),
		list: (call) => listRecords(call, [...call.portal.crm[entity].values()]),
		update: ({ portal, access, params }) => ({
			result: found(updateRecord(portal, entity, idOf(params), fieldsOf(params), actorOf(access))),
		}),
		delete: ({ portal, access, params }) => ({
			result: found(deleteRecord(portal, entity, idOf(params), actorOf(access))),
		}),
	};
	return Object.entries(runs).map(([verb, run]) => ({
		name: `${prefix}.${verb}`,
		scope: 'crm',
		run,
	}));
}

function listRecords({ params, start }: MethodCall, records: CrmRecord[]): MethodAnswer {
	const { FILTER, ORDER, SELECT } = upperCaseKeys(params);
	const filter = asMap(FILTER);
	const matching = records.filter((record) => matchesFilter(record, filter));
	const [[field, direction] = ['ID', 'ASC']] = Object.entries(asMap(ORDER));
	return pageOf(
		sortRecords(matching, field, text(direction)).map((record) => selected(record, SELECT)),
		start,
	);
}

/** Without `select` all fields but those users added and multiple ones, as the real lists do. */
function selected(record: CrmRecord, select: unknown): Record<string, unknown> {
	const wanted = Object.values(asMap(select)).map(text);
	const all = wanted.length === 0 || wanted.includes('*');
	const userFields = wanted.includes('UF_*');
	return Object.fromEntries(
		Object.entries(record).filter(([key, value]) => {
			if (key === 'ID' || wanted.includes(key)) return true;
			return key.startsWith('UF_') ? userFields : all && !isArray(value);
		}),
	);
}

function idOf(params: MethodCall['params']): number {
	const id = integer(upperCaseKeys(params).ID);
	if (id <= 0) throw crmError('ID is not defined or invalid.');
	return id;
}

function fieldsOf(params: MethodCall['params']): Record<string, unknown> {
	const { FIELDS } = upperCaseKeys(params);
	if (!isArray(FIELDS)) throw crmError("Parameter 'fields' must be array.");
	return asMap(FIELDS);
}

function found<T>(outcome: T | undefined | false): T {
	if (outcome === undefined || outcome === false) throw crmError('Not found');
	return outcome;
}

/** The CRM's own errors have an empty code (rest.md 2.2). */
function crmError(description: string): RestError {
	return new RestError(400, '', description);
}
