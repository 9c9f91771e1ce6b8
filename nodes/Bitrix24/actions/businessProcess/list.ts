import type { IDataObject } from 'n8n-workflow';

import type { RestParams } from '../../rest/types';
import { objectsOf } from '../../values/json';
import type { JsonValue } from '../../values/json';

/** The conditions that are given; undefined where there are none, since an empty list is no filter. */
export function listFilter(conditions: RestParams): JsonValue | undefined {
	const given = Object.entries(conditions).filter(([, value]) => value !== undefined);
	return given.length === 0 ? undefined : Object.fromEntries(given);
}

/** One item for each entry of a list. */
export function listItems(result: JsonValue): IDataObject[] {
	return objectsOf(result).map((row): IDataObject => ({ ...row }));
}
