import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Portal } from '../portal/portal';
import { portalState } from './sections';

/** Milliseconds in which changes are gathered into one message. */
const GATHER_MS = 30;
/** Minimum milliseconds between two messages. */
const PAUSE_MS = 250;
/** Bytes a page may leave unread; one that does not keep up is cut off and reconnects. */
const UNREAD_LIMIT = 8 * 1024 * 1024;

/**
 * Server-sent events for all open pages: first the whole state, then the parts of it that are
 * different, at most four times a second. Does nothing while no page is open.
 */
export class ChangeStream {
	private readonly watchers = new Set<ServerResponse>();
	/** The latest JSON of each part. */
	private readonly known = new Map<string, string>();
	private stopListening: (() => void) | undefined;
	private timer: NodeJS.Timeout | undefined;
	private sentAt = 0;

	constructor(private readonly portal: Portal) {}

	/** Sends to this page until its connection ends. */
	watch(reply: FastifyReply): void {
		reply.hijack();
		const { raw } = reply;
		raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
		raw.on('close', () => {
			this.leave(raw);
		});
		this.sendChanges();
		this.watchers.add(raw);
		send(raw, 'state', this.known);
		this.stopListening ??= this.portal.changes.listen(() => {
			this.timer ??= setTimeout(
				() => {
					this.sendChanges();
				},
				Math.max(GATHER_MS, this.sentAt + PAUSE_MS - performance.now()),
			);
		});
	}

	private leave(watcher: ServerResponse): void {
		this.watchers.delete(watcher);
		if (this.watchers.size > 0) return;
		clearTimeout(this.timer);
		this.timer = undefined;
		this.stopListening?.();
		this.stopListening = undefined;
	}

	private sendChanges(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
		this.sentAt = performance.now();
		const changed = new Map<string, string>();
		for (const [part, content] of Object.entries(portalState(this.portal))) {
			const json = JSON.stringify(content ?? null);
			if (this.known.get(part) === json) continue;
			this.known.set(part, json);
			changed.set(part, json);
		}
		if (changed.size === 0) return;
		for (const watcher of this.watchers) send(watcher, 'changed', changed);
	}
}

function send(watcher: ServerResponse, event: string, parts: ReadonlyMap<string, string>): void {
	if (watcher.writableLength > UNREAD_LIMIT) {
		watcher.destroy();
		return;
	}
	const members = [...parts].map(([part, json]) => `${JSON.stringify(part)}:${json}`);
	watcher.write(`event: ${event}\ndata: {${members.join(',')}}\n\n`);
}
