import { BOOKING_KINDS } from './bookingKinds';
import { CATALOG_KINDS } from './catalogKinds';
import { CRM_KINDS } from './crmKinds';
import { ITEM_KIND } from './itemKind';
import type { RecordKind } from './recordKind';
import { SALE_KINDS } from './saleKinds';
import { WORK_KINDS } from './workKinds';

/**
 * Every kind of record that the portal keeps, by name. Sources:
 * docs/reference/bitrix24.md#record-methods, b24restdocs api-reference.
 */
const KINDS = {
	...CRM_KINDS,
	item: ITEM_KIND,
	...WORK_KINDS,
	...BOOKING_KINDS,
	...CATALOG_KINDS,
	...SALE_KINDS,
};

/** Name of a kind of record. */
export type RecordKindName = keyof typeof KINDS;

/** Every kind of record that the portal keeps, by name. */
export const RECORD_KINDS: Readonly<Record<RecordKindName, RecordKind>> = KINDS;

/** Their names. */
export const RECORD_KIND_NAMES = Object.keys(KINDS).filter(isRecordKindName);

/** Whether there is a kind of that name. */
export function isRecordKindName(name: string): name is RecordKindName {
	return Object.hasOwn(KINDS, name);
}
