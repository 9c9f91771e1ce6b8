import type {
	IDataObject,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { connectRecently } from '../rest/connection';
import type { Connection } from '../rest/connection';
import { addressSecret } from './address';
import { parseForm } from './payload';
import type { FormObject } from './formTree';
import {
	rememberedRegistration,
	rememberRegistration,
	storedRegistration,
} from './storedRegistration';
import { bodyMatches, digest, secretKind } from './verification';
import type { Registration, SecretKind } from './verification';

/** The webhook at which n8n receives the portal's calls, the same for each trigger that is called. */
export const webhookDescription: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	responseData: 'OK',
	path: 'webhook',
	// The trigger gives its address to Bitrix24 itself; it is useless without its secret.
	ndvHideUrl: true,
	ndvHideMethod: true,
};

/** What a kind of trigger knows of its calls. */
export interface CallKind {
	/** Reads the event or rule that a call reports; it must be one that was registered. */
	readonly codeOf: (body: FormObject) => string;
	/** What distinguishes the address, as it was given to `handlerAddress`. */
	readonly variant: (context: IWebhookFunctions) => string;
	/** What the trigger registers as, where n8n has not saved that yet. */
	readonly registration: (
		context: IWebhookFunctions,
		connection: Connection,
		secretDigest: string,
	) => Promise<Registration>;
}

/** A call whose caller has proven to be the portal. */
export interface VerifiedCall {
	readonly registration: Registration;
	readonly body: FormObject;
	/** Whether it came to the address in use, or to an earlier one. */
	readonly secret: SecretKind;
}

/** A verified call, or the answer that refuses it. */
export type PortalCall =
	| ({ readonly ok: true } & VerifiedCall)
	| { readonly ok: false; readonly answer: IWebhookResponseData };

/**
 * Reads and verifies a call of the portal. A caller that cannot prove to be the portal gets 401,
 * whatever the body is; a body that is not a form gets 400. Neither starts an execution, and nothing is
 * thrown: n8n would turn that into a failed execution (docs/reference/n8n.md#webhook-answers).
 */
export async function portalCall(context: IWebhookFunctions, kind: CallKind): Promise<PortalCall> {
	const { secret } = context.getQueryData() as IDataObject;
	const stored = storedRegistration(context);
	const known = proven(stored, secret) ?? (await newlyRegistered(context, kind, secret));
	if (known === undefined) return refuseCall(context, 401, 'Unauthorized');

	const { rawBody } = context.getRequestObject();
	const contentType = context.getHeaderData()['content-type'] ?? '';
	if (!/^application\/x-www-form-urlencoded\b/i.test(contentType) || !Buffer.isBuffer(rawBody)) {
		return refuseCall(context, 400, 'Bitrix24 calls with a form post');
	}
	const form = parseForm(rawBody);
	if (!form.ok) return refuseCall(context, 400, `The body is ${form.reason}`);

	const { body } = form;
	const isMeant = (one: Proven | undefined) =>
		one !== undefined && bodyMatches(one.registration, body, kind.codeOf(body)) ? one : undefined;
	const meant = isMeant(known) ?? isMeant(await newlyRegistered(context, kind, secret));
	if (meant === undefined) return refuseCall(context, 401, 'Unauthorized');
	return { ok: true, body, ...meant };
}

/** A registration whose secret a call has. */
interface Proven {
	readonly registration: Registration;
	readonly secret: SecretKind;
}

function proven(registration: Registration | undefined, given: unknown): Proven | undefined {
	const secret = registration && secretKind(registration, given, Date.now());
	return registration && secret && { registration, secret };
}

/**
 * The registration that a call has the secret of, where n8n has not saved it yet: the portal may call as
 * soon as it has the address. This process remembers it; another process, or this one after a crash,
 * derives the secret, and finds out the rest once a call has proven to know it. Strangers make it read
 * the credential once in ten seconds, and nothing else.
 */
async function newlyRegistered(
	context: IWebhookFunctions,
	kind: CallKind,
	given: unknown,
): Promise<Proven | undefined> {
	const remembered = proven(rememberedRegistration(context), given);
	if (remembered !== undefined) return remembered;
	try {
		const outcome = await connectRecently(context);
		if (!outcome.ok) return undefined;
		const secret = addressSecret(context, outcome.connection, kind.variant(context));
		if (secret === undefined) return undefined;
		const secretDigest = digest(secret);
		if (secretKind({ secretDigest }, given, Date.now()) === undefined) return undefined;

		const registration = await kind.registration(context, outcome.connection, secretDigest);
		rememberRegistration(context, registration);
		return { registration, secret: 'current' };
	} catch {
		// Without a credential, or with a form that cannot be read, nobody can prove anything.
		return undefined;
	}
}

function refuseCall(context: IWebhookFunctions, status: number, text: string): PortalCall {
	context.getResponseObject().status(status).send(text).end();
	return { ok: false, answer: { noWebhookResponse: true } };
}
