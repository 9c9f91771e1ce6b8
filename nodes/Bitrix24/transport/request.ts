import type { IHttpRequestOptions } from 'n8n-workflow';

import type { PortalAnswer } from './answer';
import { refusalIn } from './answer';
import type { RestCall } from './call';
import type { Connection } from './connection';
import { CREDENTIAL_TYPE } from './connection';
import type { RequestContext } from './context';
import type { PortalError } from './errors';
import { explain } from './errors';
import { currentRestUrl, followsMove } from './moved';
import { onceRenewed } from './refresh';
import type { RequestOutcome } from './requestOutcome';

/** Only for these does Bitrix24 want a new token; any other 401 would burn a refresh in vain. */
const REFRESHABLE = new Set(['expired_token', 'invalid_token']);

/**
 * Makes one HTTP request: the call's parameters as JSON, the credential's token in the header.
 *
 * Every status comes back as an answer. n8n renews the token at any 401 that it meets, while
 * Bitrix24 wants that for a dead token only and may block an application that does it without need
 * (rest.md 1.2). So a 401 is met as a plain answer first; for a dead token the request is made again
 * in the form that lets n8n renew it. A dead token was refused before the method ran, so nothing is
 * done twice (rest.md 2.3).
 *
 * Redirects are not left to n8n: it would repeat the call as a GET without its body, and hand the
 * token to any host (observed.md 14). A portal that was renamed is followed to its new address.
 */
export async function request(
	context: RequestContext,
	connection: Connection,
	call: RestCall,
): Promise<RequestOutcome> {
	const first = await attempt(context, connection, call, 'answer');
	if (!first.ok) return first;
	if (followsMove(first.answer, connection, call)) return await request(context, connection, call);

	const refusal = refusalIn(first.answer.body, first.answer.status);
	if (refusal === undefined || !REFRESHABLE.has(refusal.code.toLowerCase())) return first;
	return await onceRenewed(
		context,
		() => attempt(context, connection, call, 'renew'),
		() => request(context, connection, call),
	);
}

/** As a plain answer whatever the status, or in the form that lets n8n renew the token. */
type RequestForm = 'answer' | 'renew';

async function attempt(
	context: RequestContext,
	connection: Connection,
	call: RestCall,
	form: RequestForm,
): Promise<RequestOutcome> {
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: `${currentRestUrl(connection)}${call.method}`,
		body: call.params,
		json: true,
		returnFullResponse: true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		// n8n renews only where a status is an error. A list of exceptions is known to 2.x alone.
		ignoreHttpStatusErrors: form === 'answer',
	};
	try {
		const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL_TYPE,
			options,
		);
		return { ok: true, answer: fullResponse(response) };
	} catch (thrown) {
		return { ok: false, error: withoutAnswer(thrown, connection, call, form) };
	}
}

function fullResponse(response: unknown): PortalAnswer {
	const { statusCode, headers, body } = fields(response);
	return {
		status: typeof statusCode === 'number' ? statusCode : 0,
		headers: fields(headers),
		body,
	};
}

/** Failures that happen before a request is sent. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** What n8n throws: a refused renewal of the token, a token refused again, or no answer at all. */
function withoutAnswer(
	thrown: unknown,
	connection: Connection,
	call: RestCall,
	form: RequestForm,
): PortalError {
	const { message, description, httpCode, context, failure } = fields(thrown);
	const refusal = refusalIn(fields(context).data, Number(httpCode) || undefined);
	if (refusal !== undefined) return explain(refusal, call);

	const said = typeof message === 'string' ? message : '';
	const code = typeof httpCode === 'string' ? httpCode : '';
	if (fields(failure).cause === 'credential-invalid') {
		return explain({ code: 'invalid_grant', text: '' }, call);
	}
	if (code === 'EAUTH' || code === '401') {
		return renewalRefused(`${said} ${typeof description === 'string' ? description : ''}`, call);
	}
	if (form === 'renew') {
		return {
			code: 'unreachable',
			message: `The access token has expired, and renewing it did not succeed (${readable(code)}).`,
			advice:
				'Check that n8n can reach the portal and the authorization server that the credential names, then run the workflow again.',
			cause: 'temporarily-unavailable',
		};
	}
	return {
		code: 'unreachable',
		message: `The portal ${connection.host} gave no answer (${readable(code)}).`,
		advice:
			'Check that the portal runs and that n8n can reach it. The call may have been carried out all the same: look before you repeat it.',
		neverLeft: NEVER_LEFT.has(code),
		cause: 'temporarily-unavailable',
	};
}

/**
 * n8n keeps only the text of the authorization server's refusal (observed.md 10), so the code is
 * found by the words that go with it (rest.md 1.3).
 */
function renewalRefused(said: string, call: RestCall): PortalError {
	const codes: ReadonlyArray<readonly [RegExp, string]> = [
		// n8n's wording of invalid_grant speaks of clients, too.
		[/authorization grant/i, 'invalid_grant'],
		[/subscription|payment/i, 'PAYMENT_REQUIRED'],
		[/not installed/i, 'NOT_INSTALLED'],
		[/scope/i, 'invalid_scope'],
		[/client/i, 'invalid_client'],
		[/grant|refresh/i, 'invalid_grant'],
	];
	const code = codes.find(([words]) => words.test(said))?.[1] ?? 'expired_token';
	return explain({ code, text: '' }, call);
}

/** Codes such as ECONNREFUSED would make n8n replace the whole message by its own. */
function readable(code: string): string {
	const words: Record<string, string> = {
		ECONNREFUSED: 'it refused the connection',
		ECONNRESET: 'it broke the connection off',
		ECONNABORTED: 'it took too long',
		ETIMEDOUT: 'it took too long',
		ENOTFOUND: 'no such host is known',
		EAI_AGAIN: 'its name could not be looked up',
	};
	if (/^\d{3}$/.test(code)) return `status ${code}`;
	return words[code] ?? 'the connection could not be made';
}

function fields(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
