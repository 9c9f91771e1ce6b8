import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../../events/sentValues';
import { textOf, wholeNumberOf } from '../../values/json';
import { fields, origin } from '../callBody';
import type { FormObject, FormValue } from '../payload';
import { fieldValue, isoDate } from './fieldValues';
import type { FieldKind } from './fieldValues';

/**
 * What a workflow gets of a rule that Bitrix24 runs: the rule's fields, the document it runs on, and
 * the token to answer with (docs/reference/bitrix24.md#rule-call).
 *
 * @param kinds what the fields were registered as, by their ids in lower case
 */
export function ruleItem(body: FormObject, kinds: ReadonlyMap<string, FieldKind>): IDataObject {
	const sent = Object.entries(fields(body.properties));
	const kindOf = (id: string) => kinds.get(id.toLowerCase());
	const dates = sent.flatMap(([id, value]) => {
		const isDate = /^date(time)?$/.test(kindOf(id)?.type ?? '');
		const iso = isDate && typeof value === 'string' ? isoDate(value) : undefined;
		return iso === undefined ? [] : [[id, iso] as const];
	});
	return {
		eventToken: text(body.event_token),
		fields: Object.fromEntries(sent.map(([id, value]) => [id, fieldValue(value, kindOf(id))])),
		...(dates.length === 0 ? {} : { isoDates: Object.fromEntries(dates) }),
		document: document(body.document_id, body.document_type),
		workflowId: text(body.workflow_id),
		code: text(body.code),
		waitsForAnswer: body.use_subscription === 'Y',
		timeoutSeconds: wholeNumberOf(body.timeout_duration) ?? 0,
		occurredAt: isoTime(body.ts),
		...origin(body),
	};
}

/** `[crm, CCrmDocumentDeal, DEAL_12]` and `[crm, CCrmDocumentDeal, DEAL]` as one. */
function document(id: FormValue | undefined, type: FormValue | undefined): IDataObject {
	const [module, entity, name] = list(id);
	const number = /_(\d+)$/.exec(name ?? '')?.[1];
	return {
		module: module ?? null,
		entity: entity ?? null,
		type: list(type)[2] ?? null,
		id: name ?? null,
		numericId: wholeNumberOf(number) ?? null,
	};
}

function list(value: FormValue | undefined): string[] {
	return Array.isArray(value) ? value.map((part) => textOf(part)) : [];
}

function text(value: FormValue | undefined): string | null {
	return typeof value === 'string' ? value : null;
}
