import type { IHttpRequestOptions } from 'n8n-workflow';

import { objectOf, textOf } from '../values/json';
import { wellFormed } from '../values/wellFormed';
import { batchParams, readBatch } from './batch';
import { CREDENTIAL_TYPE } from './connection';
import type { Connection } from './connection';
import type { RequestContext } from './context';
import { clientError } from './errors/explain';
import { completeBlocks } from './operatingTime';
import { currentRestUrl } from './renamedPortal';
import { readResponse } from './response';
import type { PortalResponse } from './response';
import type { Outcomes, RestCall, RestParams } from './types';

/** What one HTTP request carries: a call by itself, or several as the commands of a batch. */
export interface RequestContent {
	readonly calls: readonly RestCall[];
	/** The calls as commands of a batch; needed for more than one call alone. */
	readonly commands: readonly string[];
	/** Whether the portal stops at the first command that fails. */
	readonly halt: boolean;
}

/**
 * Sends one HTTP request and reads what became of each of its calls.
 *
 * @returns an outcome for each call; undefined for one that was not made because of a halt
 */
export async function sendRequest(
	context: RequestContext,
	connection: Connection,
	{ calls, commands, halt }: RequestContent,
): Promise<Outcomes> {
	const [alone, ...others] = calls;
	const isAlone = alone !== undefined && others.length === 0;
	const method = isAlone ? alone.method : 'batch';
	const params = isAlone ? wellFormed(alone.params) : batchParams(commands, halt);
	const url = `${currentRestUrl(connection)}${method}`;

	let response: PortalResponse;
	try {
		response = await post(context, url, params, 'answer');
	} catch (thrown) {
		return calls.map((call) => ({ ok: false, error: noAnswer(thrown, connection, call) }));
	}
	const now = Date.now();
	const outcomes = isAlone
		? [readResponse(response, alone, url, now)]
		: readBatchResponse(response, calls, halt, url, now);
	return completeBlocks(connection.owner, calls, outcomes, now);
}

function readBatchResponse(
	response: PortalResponse,
	calls: readonly RestCall[],
	halt: boolean,
	url: string,
	now: number,
): Outcomes {
	const batch: RestCall = { method: 'batch', params: {}, idempotent: false };
	const outcome = readResponse(response, batch, url, now);
	// Refused as a whole: each call is told in its own words.
	if (!outcome.ok) {
		const { movedTo } = outcome.error;
		return calls.map((call) => {
			const own = readResponse(response, call, url, now);
			return own.ok ? own : { ok: false, error: { ...own.error, movedTo } };
		});
	}
	const results = readBatch(outcome.result, calls, now);
	const failed = results.findIndex((result) => result?.ok === false);
	return results.map((result, index) => {
		const call = calls[index];
		const halted = halt && failed !== -1 && failed < index;
		return (
			result ?? (halted ? undefined : { ok: false, error: clientError('no_result', {}, call) })
		);
	});
}

/** As a plain answer whatever the status, or in the form that lets n8n renew the token at a 401. */
export type RequestForm = 'answer' | 'renew';

/**
 * Posts parameters as JSON, with the credential's token in the header.
 *
 * Every status comes back as an answer. n8n renews the token at any 401 that it meets, while
 * Bitrix24 wants that for a dead token only and may block an application that does it without need
 * (docs/reference/bitrix24.md#refresh-policy). So a 401 is met as a plain answer first;
 * `renewToken` uses the other form.
 *
 * Redirects are not left to n8n: it would repeat the call as a GET without its body, and hand the
 * token to any host (docs/reference/n8n.md#redirects).
 *
 * @throws what n8n throws where no answer came, and in the form `renew` at statuses from 400 on
 */
export async function post(
	context: RequestContext,
	url: string,
	params: RestParams,
	form: RequestForm,
): Promise<PortalResponse> {
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		body: params,
		json: true,
		returnFullResponse: true,
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		// n8n renews only where a status is an error. A list of exceptions is known to 2.x alone.
		ignoreHttpStatusErrors: form === 'answer',
	};
	const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		CREDENTIAL_TYPE,
		options,
	);
	const { statusCode, headers, body } = objectOf(response);
	return {
		status: typeof statusCode === 'number' ? statusCode : 0,
		headers: objectOf(headers),
		body,
	};
}

/** Failures that happen before a request is sent. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function noAnswer(thrown: unknown, { owner }: Connection, call: RestCall) {
	const code = textOf(objectOf(thrown).httpCode);
	return clientError(
		NOT_REACHED.has(code) ? 'not_reached' : 'no_answer',
		{ host: owner.host, reason: reasonIn(code) },
		call,
	);
}

/** What a code of n8n's errors says; ECONNREFUSED itself would make n8n replace the whole message. */
export function reasonIn(code: string): string {
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
