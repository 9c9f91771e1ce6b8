import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Addresses } from './portal/address';
import type { Portal } from './portal/portal';

const HOST = '127.0.0.1';

/** The portal's web server, at one address or several. */
export class PortalServer {
	private readonly furtherServers: Server[] = [];

	constructor(
		private readonly portal: Portal,
		private readonly server: FastifyInstance,
	) {}

	/** Opens the first address; 0 takes a free port. Rejects if the port is taken. */
	async listen(port: number): Promise<void> {
		await this.server.listen({ host: HOST, port });
		this.portal.address.begin(originOf(this.server.server));
	}

	/**
	 * Opens the addresses that the portal had when its state was saved, so that its clients find it
	 * again. Rejects if one of their ports is taken.
	 */
	async listenAgain(saved: Addresses): Promise<void> {
		const further = new Set([...saved.former, saved.origin]);
		further.delete(saved.serverOrigin);
		await this.listen(portOf(saved.serverOrigin));
		for (const origin of further) await this.addAddress(portOf(origin));
		this.portal.address.restore(saved);
	}

	/**
	 * Opens a further address, by default on a free port, and returns it: `http://127.0.0.1:PORT`.
	 */
	async addAddress(port = 0): Promise<string> {
		const further = createServer((request, response) => {
			this.server.routing(request, response);
		});
		further.keepAliveTimeout = this.server.server.keepAliveTimeout;
		further.listen(port, HOST);
		await once(further, 'listening');
		this.furtherServers.push(further);
		return originOf(further);
	}

	/**
	 * Moves the portal to a further address, which it returns; REST at the old ones redirects
	 * (docs/reference/bitrix24.md#rename-redirect).
	 */
	async rename(): Promise<string> {
		const origin = await this.addAddress();
		this.portal.address.move(origin);
		this.portal.changes.announce();
		return origin;
	}

	/** Closes all addresses and breaks off what is under way; may be called again. */
	async close(): Promise<void> {
		await Promise.all([this.server.close(), ...this.furtherServers.splice(0).map(closed)]);
	}
}

async function closed(server: Server): Promise<void> {
	const closing = once(server, 'close');
	server.close();
	server.closeAllConnections();
	await closing;
}

function portOf(origin: string): number {
	return Number(new URL(origin).port);
}

function originOf(server: Server): string {
	const { port } = server.address() as AddressInfo;
	return `http://${HOST}:${port}`;
}
