import type { Sandbox } from '../../../sandbox';
import { call } from './restClient';

/** Creates a deal and returns the id under which business processes know it: `DEAL_5`. */
export async function createDeal(sandbox: Sandbox, fields: object = {}): Promise<string> {
	const { body } = await call(sandbox, 'crm.deal.add', { fields: { TITLE: 'A deal', ...fields } });
	return `DEAL_${String(body.result)}`;
}

/** The fields of a deal by that id. */
export async function fieldsOfDeal(
	sandbox: Sandbox,
	documentId: string,
): Promise<Record<string, unknown>> {
	const { body } = await call(sandbox, 'crm.deal.get', { id: documentId.replace('DEAL_', '') });
	return body.result as Record<string, unknown>;
}

/** Module, object and id of a deal, as `bizproc.workflow.start` wants them. */
export function dealDocument(documentId: string): string[] {
	return ['crm', 'CCrmDocumentDeal', documentId];
}

/** A rule that waits: it gets amount and company and returns whether that is approved, and the limit. */
export function addCreditRule(sandbox: Sandbox, handler: string): void {
	const property = { type: 'string', required: false, multiple: false };
	sandbox.addRule({
		code: 'check_credit_limit',
		handler,
		useSubscription: 'Y',
		properties: {
			amount: { name: 'Amount', ...property },
			company: { name: 'Company', ...property },
		},
		returnProperties: {
			approved: { name: 'Approved', ...property, type: 'bool', default: 'N' },
			limit: { name: 'Limit', ...property, default: 0 },
		},
	});
}
