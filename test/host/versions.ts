export type HostVersion = '2.41.1' | '1.123.81';

/** What sets one version apart from the other, as far as installing, starting and driving it goes. */
export interface HostTraits<Version extends HostVersion = HostVersion> {
	version: Version;
	/** What the installation takes on disk, in GB. */
	gigabytes: number;
	/**
	 * The binary interfaces of Node.js that this n8n's `isolated-vm` ships binaries for, as far as n8n
	 * accepts that Node.js. With any other, n8n does not start.
	 */
	nodeAbis: readonly string[];
	/** Settings that this version needs and the other one has no use for. */
	settings: Readonly<Record<string, string>>;
	/** Path of the page that is there once all others are. n8n 1 is "ready" before it knows any. */
	readyPath: string;
	/**
	 * When triggers are registered: in the background, up to five times, with a status to ask for; or once,
	 * before the call is answered, be it the one that publishes or one that saves what is published.
	 */
	registration: 'in the background' | 'at once';
	/** Who gives a node its webhookId, which its address is made of. */
	webhookIdsFrom: 'the server' | 'the editor';
	/** Whether a run by hand takes the workflow as it is stored, or as it is sent along. */
	runsByHand: 'the stored workflow' | 'the workflow sent';
	/** What a page of executions is asked for by. */
	executionPagesBy: 'cursor' | 'id';
}

/** The n8n versions that can be installed, started and driven: one folder `n8n-<version>` each. */
export const HOST_VERSIONS: { readonly [V in HostVersion]: HostTraits<V> } = {
	'2.41.1': {
		version: '2.41.1',
		gigabytes: 2.4,
		nodeAbis: ['137', '147'],
		settings: {
			// Fetches a list of servers at each start, and has no setting of its own.
			N8N_DISABLED_MODULES: 'mcp-registry',
		},
		readyPath: '/healthz/readiness',
		registration: 'in the background',
		webhookIdsFrom: 'the server',
		runsByHand: 'the stored workflow',
		executionPagesBy: 'cursor',
	},
	'1.123.81': {
		version: '1.123.81',
		gigabytes: 1.6,
		nodeAbis: ['137'],
		settings: {
			// Off unless told, and the way of 2.x.
			N8N_RUNNERS_ENABLED: 'true',
		},
		readyPath: '/rest/settings',
		registration: 'at once',
		webhookIdsFrom: 'the editor',
		runsByHand: 'the workflow sent',
		executionPagesBy: 'id',
	},
};

/** The version that is meant where none is named. */
export const CURRENT_VERSION: HostVersion = '2.41.1';
