import { HOST_VERSIONS } from '../versions';
import type { HostTraits, HostVersion } from '../versions';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Speaks to n8n's internal REST interface as one signed-in user. */
export class Session {
	private cookie = '';

	/** What is particular to this n8n's version. */
	readonly host: HostTraits;

	/**
	 * @param url n8n's address without a slash at the end.
	 * @param version n8n's version.
	 * @param traits What its settings make different from other n8n of this version.
	 */
	constructor(
		readonly url: string,
		version: HostVersion,
		traits: Partial<HostTraits> = {},
	) {
		this.host = { ...HOST_VERSIONS[version], ...traits };
	}

	/**
	 * Calls `/rest<path>`.
	 *
	 * @param body Sent as JSON; none if undefined.
	 * @returns What n8n's answer has under `data`, for the caller to give a type to.
	 * @throws If the status is 400 or more, with n8n's message.
	 */
	async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const answer = await this.fetch(`/rest${path}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		const { data } = (await answer.json()) as { data: T };
		return data;
	}

	/**
	 * Fetches any page of this n8n with the session's cookie.
	 *
	 * @throws If the status is 400 or more, with n8n's message.
	 */
	async fetch(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = new Headers(init.headers);
		if (this.cookie) headers.set('cookie', this.cookie);
		const answer = await fetch(`${this.url}${path}`, { ...init, headers });
		this.keepCookie(answer);
		if (answer.status >= 400) {
			const reason = messageIn(await answer.text());
			throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${reason}`);
		}
		return answer;
	}

	private keepCookie(answer: Response): void {
		for (const line of answer.headers.getSetCookie()) {
			const [pair] = line.split(';');
			if (pair?.startsWith('n8n-auth=')) this.cookie = pair;
		}
	}
}

/** n8n's errors are `{ message }`, proxies' and crashes' are not. */
function messageIn(body: string): string {
	try {
		const parsed: unknown = JSON.parse(body);
		if (typeof parsed === 'object' && parsed !== null && 'message' in parsed) {
			return String(parsed.message);
		}
	} catch {
		// Not JSON: the text itself is all there is.
	}
	return body.slice(0, 300);
}
