import type { Sandbox } from '../../../sandbox';

/** An answer of the portal, body parsed. */
export interface Answer {
	status: number;
	body: Record<string, unknown>;
	text: string;
}

/** Calls a method with a JSON body; with the administrator's token by default. */
export async function call(
	sandbox: Sandbox,
	method: string,
	params: unknown = {},
	token: string = sandbox.issueTokens().access_token,
): Promise<Answer> {
	return answerOf(
		await fetch(`${sandbox.url}/rest/${method}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
			body: JSON.stringify(params),
		}),
	);
}

/** Calls a method with a form, written as a query string. */
export async function callWithForm(
	sandbox: Sandbox,
	method: string,
	form: string,
	token: string = sandbox.issueTokens().access_token,
): Promise<Answer> {
	return answerOf(
		await fetch(`${sandbox.url}/rest/${method}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				authorization: `Bearer ${token}`,
			},
			body: form,
		}),
	);
}

/** Runs a batch and returns its five maps. */
export async function batch(
	sandbox: Sandbox,
	params: Record<string, unknown>,
	token?: string,
): Promise<Record<string, unknown>> {
	const { body } = await call(sandbox, 'batch', params, token);
	return body.result as Record<string, unknown>;
}

/** The access token of a user, optionally with fewer permissions. */
export function tokenOf(sandbox: Sandbox, userId: number, scopes?: string[]): string {
	return sandbox.issueTokens({ userId, ...(scopes ? { scopes } : {}) }).access_token;
}

/** Status, code and sentence of a refusal. */
export function refusalOf({ status, body }: Answer): unknown[] {
	return [status, body.error, body.error_description];
}

/** How the portal refuses what the user may not do, as `refusalOf` tells it. */
export const ACCESS_DENIED = [403, 'ACCESS_DENIED', 'Access denied!'];

/** Status and parsed body. */
export async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json') === true;
	return {
		status: response.status,
		body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
		text,
	};
}
