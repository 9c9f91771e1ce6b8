import { asMap, isArray, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { RecordKind } from '../records/recordKind';
import { folded } from '../records/spelling';
import type { MethodAnswer, MethodCall } from '../rest/method';
import { matchesFilter, pageOf, sortRecords } from './listQuery';

type ListShape = Pick<
	RecordKind,
	'spelling' | 'idField' | 'listBy' | 'listOrder' | 'many' | 'unpaged'
>;

/** One page of the records, filtered, sorted and reduced to what was selected. */
export function recordList(
	{ params, start }: Pick<MethodCall, 'params' | 'start'>,
	records: readonly PhpMap[],
	shape: ListShape,
): MethodAnswer {
	const fields = upperCaseKeys(params);
	const { FILTER, ORDER, SELECT } = fields;
	const asCompared = shape.spelling === 'camel' ? foldedKeys : upperCaseKeys;
	const filter = asCompared({ ...asMap(FILTER), ...listConditions(fields, shape) });
	const [[field, direction] = [shape.idField, shape.listOrder ?? 'ASC']] = Object.entries(
		asMap(ORDER),
	);
	const matching = records
		.map((record) => comparable(record, shape))
		.filter((candidate) => matchesFilter(candidate, filter));
	const [sortField = ''] = Object.keys(asCompared({ [field]: '' }));
	const found = sortRecords(matching, sortField, text(direction)).map((candidate) =>
		selected(candidate[RECORD] ?? candidate, SELECT, shape),
	);
	const page = shape.unpaged ? { result: found } : pageOf(found, start);
	return shape.many === undefined ? page : { ...page, result: { [shape.many]: page.result } };
}

/** Key of the record itself beside its fields, which were renamed to be compared. */
const RECORD = Symbol('record');

/** The record with names that conditions in any spelling have; the older kinds have them anyway. */
function comparable(record: PhpMap, { spelling }: ListShape): PhpMap & { [RECORD]?: PhpMap } {
	return spelling === 'camel' ? { ...foldedKeys(record), [RECORD]: record } : record;
}

/** Parameters that are conditions of their own. */
function listConditions(fields: PhpMap, { listBy = {} }: ListShape): PhpMap {
	return Object.fromEntries(
		Object.entries(listBy)
			.map(([parameter, field]) => [field, fields[parameter.toUpperCase()]] as const)
			.filter(([, value]) => value !== undefined && value !== null),
	);
}

/** Keys of records and conditions alike; the prefix of a condition stays. */
function foldedKeys(map: PhpMap): PhpMap {
	return Object.fromEntries(Object.entries(map).map(([key, value]) => [folded(key), value]));
}

/** Without `select` all fields but, in the older lists, those users added and multiple ones. */
function selected(record: PhpMap, select: unknown, { spelling, idField }: ListShape): PhpMap {
	const wanted = Object.values(asMap(select)).map((name) => folded(text(name)));
	const all = wanted.length === 0 || wanted.includes('*');
	const userFields = wanted.includes('UF*');
	return Object.fromEntries(
		Object.entries(record).filter(([key, value]) => {
			if (key === idField || wanted.includes(folded(key))) return true;
			if (spelling === 'camel') return all;
			return key.startsWith('UF_') ? userFields : all && !isArray(value);
		}),
	);
}
