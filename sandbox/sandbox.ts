import type { ApplicationControl } from './applications/applicationControl';
import type { AutomationControl } from './automation/automationControl';
import type { Delivery } from './events/delivery';
import type { DeliveryControl } from './events/deliveryControl';
import type { EventHandler } from './events/handler';
import type { Faults } from './faults/faults';
import type { OfflineEvent } from './offline/offlineEvent';
import type { RateLimit } from './limits/leakyBucket';
import type { Load } from './limits/load';
import type { OperatingLimit } from './limits/operatingTime';
import type { WorkerPool } from './limits/workers';
import type { WorkMs } from './limits/workTime';
import type { TokenAnswer } from './oauth/tokenAnswer';
import type { Application } from './portal/application';
import type { WaitOptions } from './portal/changes';
import type { Counters } from './portal/counters';
import type { InboundWebhook, Latency } from './portal/portal';
import type { LoggedRequest, LoggedTokenRequest, Push, RealtimeEvent } from './portal/logs';
import type { PlanFeatures } from './portal/features';
import type { SandboxUser } from './portal/users';
import type { PullServer, PullServerMode } from './pull/pullServer';
import type { RecordKindName } from './records/kinds';

/** How a sandbox is started. */
export interface SandboxOptions {
	/**
	 * Port on 127.0.0.1; 0, the default, takes a free one. With a state file, its port is the
	 * default.
	 */
	port?: number;
	/**
	 * Where the portal's state is kept over a restart: read if it is there, then saved soon after every
	 * change and at the end. A file that cannot be used makes the start fail and is left as it is.
	 */
	stateFile?: string;
	/** Life of access tokens in seconds, 3600 by default. */
	accessTokenLifetimeSeconds?: number;
	/** Fields of the default application, over those of the state file; the others get defaults. */
	application?: Partial<Application>;
	/** Milliseconds between an event and its delivery, 0 by default. */
	deliveryDelayMs?: number;
	/** Unix milliseconds; the real time by default. Limits count by it, latency does not. */
	clock?: () => number;
	/**
	 * Requests that the portal takes from one source address, by default without a limit
	 * (docs/reference/bitrix24.md#leaky-bucket).
	 */
	rateLimit?: RateLimit | 'none';
	/**
	 * Execution time of one method for one client, unlimited by default
	 * (docs/reference/bitrix24.md#operating-limit).
	 */
	operatingLimit?: OperatingLimit;
	/** The processes that work on requests, by default one for each request. */
	workers?: WorkerPool | 'unlimited';
	/** What the work on a call takes in real time, nothing by default. */
	workMs?: Partial<WorkMs>;
	/** What the way of REST requests takes in real time, nothing by default. */
	latency?: Partial<Latency>;
	/**
	 * Entries that each of the logs `requests`, `tokenRequests` and `deliveries` keeps at least, and
	 * at most a tenth more; 20,000 by default.
	 */
	logLimit?: number;
}

/** What may be changed while the portal runs. */
export interface SandboxSettings {
	/** Who is signed in for `/oauth/authorize/`. */
	currentUserId: number;
	/** Milliseconds between an event and its delivery. */
	deliveryDelayMs: number;
	/**
	 * A handler that took this many milliseconds or more for its latest answer is slow: its next
	 * delivery waits for as long as that answer took (docs/reference/bitrix24.md#slow-handlers). 5000
	 * by default.
	 */
	slowAnswerMs: number;
	/** Requests that the portal takes from one source address; setting it empties the buckets. */
	rateLimit: RateLimit | 'none';
	/** Execution time of one method for one client; undefined: unlimited. */
	operatingLimit: OperatingLimit | undefined;
	/**
	 * The processes that work on requests, by default one for each. A request that finds them all busy
	 * waits, is refused with 500 where too many wait already, and is told 504 when its time is over;
	 * a worker always ends what it has begun (docs/reference/bitrix24.md#worker-processes).
	 */
	workers: WorkerPool | 'unlimited';
	/**
	 * Milliseconds of real time that the work on a call takes, by method. Its effect happens at the
	 * end of it. May be changed at any time: the next call, or command of a batch, takes the new time.
	 */
	workMs: WorkMs;
	/**
	 * true: `time` in answers has fractions throughout, as until 2025. By default `start` is a whole
	 * second and `duration` counts from there, so that it is up to a second too long
	 * (docs/reference/bitrix24.md#time-whole-seconds).
	 */
	preciseTimes: boolean;
	/** What the way of REST requests takes in real time, without holding a worker. */
	latency: Latency;
	/** Milliseconds of real time that each answer of `/oauth/token/` takes. */
	tokenLatencyMs: number;
	/** What the portal's plan includes, by default everything; each may be switched off and on. */
	readonly features: PlanFeatures;
	/**
	 * Whether the portal has a queue server. Without one no client can listen, real-time events are
	 * dropped in silence and `pull.application.config.get` answers SERVER_ERROR
	 * (docs/reference/bitrix24.md#pull-server-off).
	 */
	pullServerEnabled: boolean;
	/** Whose queue server it is; a change tells all who listen. `shared` by default. */
	pullServerMode: PullServerMode;
}

/**
 * Who causes an event: undefined is the signed-in user, null is no user
 * (docs/reference/bitrix24.md#event-auth-nobody).
 */
export interface By {
	userId?: number | null;
}

/** A token request made by the test itself. */
export interface IssueTokensOptions {
	/** The signed-in user by default. */
	userId?: number;
	/** The application's by default. */
	scopes?: string[];
	/** The default application's if not given. */
	clientId?: string;
}

/** A local Bitrix24: portal and authorization server on one origin, for tests and the demo. */
export interface Sandbox
	extends SandboxSettings, ApplicationControl, AutomationControl, DeliveryControl {
	/** `http://127.0.0.1:PORT`, the new one after `rename()`. */
	readonly url: string;
	/** The default application; its fields may be changed at any time. */
	readonly application: Application;
	readonly applications: Application[];
	/** 32 hexadecimal characters. */
	readonly memberId: string;
	readonly users: SandboxUser[];
	readonly inboundWebhooks: InboundWebhook[];
	/**
	 * Adds an application with any fields, installed and without a call; `installApplication` saves
	 * the form.
	 */
	addApplication(fields?: Partial<Application>): Application;
	/**
	 * Makes an inbound webhook and returns its address, which ends with `/`
	 * (docs/reference/bitrix24.md#inbound-webhooks).
	 */
	addInboundWebhook(options?: { userId?: number; scopes?: string[] }): string;
	/** The JSON body that `/oauth/token/` would answer to a refresh; valid at once. */
	issueTokens(options?: IssueTokensOptions): TokenAnswer;
	/** Every access token issued so far answers expired_token; refresh tokens live on. */
	expireAccessTokens(): void;
	/** Every refresh token issued so far answers invalid_grant; access tokens live on. */
	revokeRefreshTokens(): void;
	/**
	 * Counts seconds as if a call of the method had taken them now. `caller` is a client id or the
	 * code of an inbound webhook; by default that of the default application.
	 */
	useOperatingTime(method: string, seconds: number, caller?: string): void;
	/** Opens a further address of the same portal: `http://127.0.0.1:PORT`. */
	addAddress(): Promise<string>;
	/**
	 * Opens a further address and moves the portal there: REST at the old ones answers 302, and what
	 * the portal says from now on names the new one (docs/reference/bitrix24.md#rename-identity). The
	 * authorization server and the page stay where they were and answer at the new address as well.
	 * Returns the new address.
	 */
	rename(): Promise<string>;

	/** Exact, although the logs forget their oldest entries. */
	readonly counters: Readonly<Counters>;
	/** How many requests are under way now, and were at most. */
	readonly load: Pick<Load, 'mostUnderWay'> &
		Readonly<Pick<Load, 'underWay' | 'working' | 'waiting'>>;
	readonly handlers: EventHandler[];
	/**
	 * What waits in the offline queues, and what was taken and not cleared
	 * (docs/reference/bitrix24.md#offline-events).
	 */
	readonly offlineEvents: OfflineEvent[];
	readonly realtimeEvents: RealtimeEvent[];
	/** Who listens to real-time events now. */
	readonly pull: Pick<PullServer, 'listeners'>;
	/**
	 * Tells all who listen to connect again with fresh settings
	 * (docs/reference/bitrix24.md#pull-control-commands).
	 */
	sendPullCommand(command: 'config_expire' | 'server_restart'): void;
	readonly pushes: Push[];
	readonly deliveries: Delivery[];
	readonly requests: LoggedRequest[];
	readonly tokenRequests: LoggedTokenRequest[];

	/** Returns the new lead's id, when its event has been handed to delivery. */
	createLead(fields: Record<string, unknown>, by?: By): Promise<number>;
	/** Rejects if there is no such lead. */
	updateLead(id: number, fields: Record<string, unknown>, by?: By): Promise<void>;
	/** Rejects if there is no such lead. */
	deleteLead(id: number, by?: By): Promise<void>;
	/** Returns the id of the new record of any kind, when its events have been handed over. */
	createRecord(
		kind: RecordKindName,
		fields: Record<string, unknown>,
		by?: By,
	): Promise<number | string>;
	/** Rejects if there is no such record. */
	updateRecord(
		kind: RecordKindName,
		id: number | string,
		fields: Record<string, unknown>,
		by?: By,
	): Promise<void>;
	/** Rejects if there is no such record. */
	deleteRecord(kind: RecordKindName, id: number | string, by?: By): Promise<void>;
	/** The fields of a record, live; undefined if there is no such record. */
	findRecord(
		kind: RecordKindName,
		id: number | string,
	): Readonly<Record<string, unknown>> | undefined;
	/** Hands any event to the handlers bound to it. */
	raiseEvent(event: string, data: unknown, by?: By): void;
	/**
	 * Advances the portal's time by milliseconds: tokens expire, buckets drain, limits are forgotten.
	 * Latency and delays of deliveries are real time and stay as they are.
	 */
	advanceClock(ms: number): void;
	/** Resolves when all deliveries under way have an answer; held ones are not waited for. */
	settle(): Promise<void>;

	/** Resolves with the first truthy value of `read`, re-evaluated whenever the state changes. */
	waitFor<T>(read: () => T | undefined | false | null, options?: WaitOptions): Promise<T>;
	readonly faults: Pick<
		Faults,
		| 'failNext'
		| 'failCommands'
		| 'dropFromBatch'
		| 'failTokenRequests'
		| 'renamePortal'
		| 'clear'
		| 'left'
	>;
	/** Closes everything, breaks off deliveries; may be called again. */
	stop(): Promise<void>;
}
