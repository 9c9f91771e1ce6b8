import { type Sandbox, startSandbox } from '../sandbox';
import {
	type Credential,
	DEFAULT_OWNER,
	type N8nClient,
	n8nClient,
	type Owner,
	type Workflow,
} from '../test/host/client';
import { startN8n } from '../test/host/n8n';
import { sandboxCredential } from '../test/host/sandboxCredential';
import { USUAL_PORTS } from './options';
import { choosePort } from './ports';
import { preparePackage } from './preparedPackage';
import { checkNewDeals, registerRules } from './rules';
import { Running } from './running';
import { createExamples, type Example, LISTENING_AT } from './workflows';

export interface DemoOptions {
	/** By default the usual port, or a free one if that is taken; 0 for a free one. */
	n8nPort?: number;
	/** Likewise. */
	sandboxPort?: number;
	/** Ends the start early; what was started by then is stopped. */
	signal?: AbortSignal;
	/** Called with what is being done. Messages of npm and n8n's installation go to stderr. */
	progress?: (line: string) => void;
}

/** A running n8n with the package and the examples, connected to a running sandbox portal. */
export interface Demo {
	/** n8n's address, without a slash at the end. */
	n8nUrl: string;
	/** The portal's address and page, without a slash at the end. */
	sandboxUrl: string;
	/** The form of the example `form`. */
	formUrl: string;
	/** The user who can sign in to n8n. */
	owner: Owner;
	/** The examples as n8n has them. */
	workflows: Record<Example, Workflow>;
	sandbox: Sandbox;
	/** Stops n8n and the portal and removes their folders. Can be called again. */
	stop(): Promise<void>;
}

/**
 * Starts everything that `npm run demo` shows.
 *
 * @throws If a part does not start, or the signal came; after the other parts were stopped.
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
	const running = new Running();
	const stop = () => running.stop();
	// Calls in progress fail together with what they wait for, so they do not delay the end.
	const cancel = () => void stop().catch(() => undefined);
	options.signal?.addEventListener('abort', cancel);
	try {
		return { ...(await start(options, running)), stop };
	} catch (error) {
		await stop();
		options.signal?.throwIfAborted();
		throw error;
	} finally {
		options.signal?.removeEventListener('abort', cancel);
	}
}

/** @param running Gets each part as soon as it runs. */
async function start(
	{ n8nPort, sandboxPort, signal, progress = () => undefined }: DemoOptions,
	running: Running,
): Promise<Omit<Demo, 'stop'>> {
	const ports = {
		n8n: await choosePort(n8nPort, USUAL_PORTS.n8n),
		sandbox: await choosePort(sandboxPort, USUAL_PORTS.sandbox),
	};
	const sandbox = await startSandbox({ port: ports.sandbox });
	running.add(() => sandbox.stop());

	const prepared = await preparePackage(signal);
	running.add(() => prepared.remove());
	progress('Starting n8n…');
	const n8n = await startN8n({ tarball: prepared.tarball, port: ports.n8n, signal });
	running.add(() => n8n.stop());
	await prepared.remove();
	signal?.throwIfAborted();

	progress('Connecting it to the portal and publishing the workflows…');
	const client = n8nClient(n8n.url);
	await client.setupOwner(DEFAULT_OWNER);
	const credential = await connect(client, sandbox);
	signal?.throwIfAborted();
	const workflows = await createExamples(client, credential);
	checkNewDeals(sandbox);
	await registerRules(sandbox, `${n8n.url}${LISTENING_AT.rule}`);
	signal?.throwIfAborted();
	return {
		n8nUrl: n8n.url,
		sandboxUrl: sandbox.url,
		formUrl: `${n8n.url}${LISTENING_AT.form}`,
		owner: DEFAULT_OWNER,
		workflows,
		sandbox,
	};
}

/** Creates the credential and connects it as a user does: the portal sends the browser back to n8n. */
async function connect(client: N8nClient, sandbox: Sandbox): Promise<Credential> {
	sandbox.application.handlerPath = client.oauthRedirectUrl;
	const draft = sandboxCredential(sandbox, 'Bitrix24 (sandbox)');
	const credential = await client.createCredential(draft);
	await client.connect(credential.id);
	return credential;
}
