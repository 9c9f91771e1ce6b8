import { explainBinding } from '../../../nodes/Bitrix24/events/binding';
import { catalogEvents } from '../../../nodes/Bitrix24/events/catalog';
import { readConnection } from '../../../nodes/Bitrix24/rest/connection';
import { explain } from '../../../nodes/Bitrix24/rest/errors/explain';
import { toHookError, toNodeError } from '../../../nodes/Bitrix24/rest/errors/nodeError';
import type { PortalError } from '../../../nodes/Bitrix24/rest/errors/portalError';
import { anyNode as node } from '../anyNode';
import { REFUSALS } from './refusals';

const notFound: PortalError = {
	code: 'ERROR_EVENT_NOT_FOUND',
	message: '',
	advice: '',
	original: 'ERROR_EVENT_NOT_FOUND: Event not found',
};

describe('the error that n8n shows', () => {
	it.each(REFUSALS)('keeps our words and Bitrix24’s for %s (%s) of %s', (code, text, method) => {
		for (const status of [undefined, 200, 400, 401, 403, 404, 429, 500, 502, 503, 504]) {
			const call = { method, params: { event: 'ONCRMDEALADD' }, idempotent: true };
			const error = explain({ code, text, status }, call);
			const shown = toNodeError(node, error, 2);
			expect(shown.message).toBe(error.message);
			expect(shown.description).toContain(error.advice);
			expect(shown.description).toContain(code);
			expect(shown.description).toContain(text);
		}
	});

	it.each(['ECONNREFUSED', 'EPERM', 'ENOENT', 'ETIMEDOUT', '401', '500', 'ENOTFOUND host'])(
		'is not replaced by n8n’s own where Bitrix24 says %s',
		(code) => {
			const refusal = { code, text: `It said ${code}`, status: 400 };
			const error = explain(refusal, { method: 'crm.deal.get', params: {}, idempotent: true });
			const shown = toNodeError(node, error);
			expect(shown.message).toBe('Bitrix24 refused crm.deal.get.');
			expect(shown.description).toContain(`It said ${code}`);
		},
	);

	it('keeps the message for every event of the catalogue', () => {
		for (const { code } of catalogEvents()) {
			const outcome = explainBinding({ ok: false, error: notFound }, code);
			if (outcome.ok) throw new Error('A refusal became a success');
			expect(toNodeError(node, outcome.error).message).toBe(outcome.error.message);
		}
	});

	it('keeps a message with the user’s own words, also where these hold a system’s code', () => {
		// "employeeExists" holds EEXIST, which n8n takes for the code of a file system.
		const unknown = explainBinding({ ok: false, error: notFound }, 'ONEMPLOYEEEXISTS');
		const portal = readConnection({ portal: 'our userPermissions portal' }, 'c');
		if (unknown.ok || portal.ok) throw new Error('A refusal became a success');
		for (const error of [unknown.error, portal.error]) {
			expect(toNodeError(node, error).message).toBe(error.message);
		}
	});

	it('carries item, status and cause where there are any', () => {
		const refusal = { code: 'QUERY_LIMIT_EXCEEDED', text: 'Too many requests', status: 503 };
		const shown = toNodeError(
			node,
			explain(refusal, { method: 'a.b', params: {}, idempotent: true }),
			7,
		);
		expect(shown.context.itemIndex).toBe(7);
		expect(shown.httpCode).toBe('503');
		expect(shown.failure).toStrictEqual({ cause: 'rate-limited' });
	});

	it('hands on Bitrix24’s code and words, as n8n keeps them beside its message', () => {
		const refusal = { code: 'COMMAND_ERROR', text: 'Command format error' };
		const call = { method: 'a.b', params: {}, idempotent: true };
		expect(toNodeError(node, explain(refusal, call)).errorResponse).toEqual({
			error: 'COMMAND_ERROR',
			error_description: 'COMMAND_ERROR: Command format error',
		});
	});

	it('says it all in one text where n8n shows no other', () => {
		const refusal = { code: 'insufficient_scope', text: 'Higher privileges' };
		const error = explain(refusal, { method: 'event.bind', params: {}, idempotent: true });
		const shown = toHookError(node, error);
		expect(shown.message).toBe(
			`${error.message} ${error.advice} (Bitrix24 answered: insufficient_scope: Higher privileges)`,
		);
		expect(shown.description ?? '').toBe('');
	});

	it('carries none where there are none', () => {
		const refusal = { code: 'COMMAND_ERROR', text: 'Command format error' };
		const shown = toNodeError(
			node,
			explain(refusal, { method: 'a.b', params: {}, idempotent: true }),
		);
		expect(shown.context.itemIndex).toBeUndefined();
		expect(shown.httpCode).toBeNull();
		expect(shown.failure).toBeUndefined();
	});

	it('has no empty description', () => {
		const error: PortalError = { code: 'x', message: 'It is so.', advice: 'Do that.' };
		expect(toNodeError(node, error).description).toBe('Do that.');
	});
});
