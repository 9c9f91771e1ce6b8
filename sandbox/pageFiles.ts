import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

const FOLDER = join(__dirname, 'page');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'.css': 'text/css',
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.svg': 'image/svg+xml',
};

/**
 * Only the page's own scripts run on it, whatever texts are sent to the portal; avatars come from
 * anywhere.
 */
const POLICY = "default-src 'self'; img-src * data:; frame-ancestors 'none'";

/**
 * Serves the files of the page, `index.html` at `/`; read again each time, so that a reload shows a
 * change.
 */
export function registerPage(server: FastifyInstance): void {
	for (const { file, path, contentType } of pageFiles()) {
		server.get(path, async (_request, reply) =>
			reply
				.type(`${contentType}; charset=utf-8`)
				.header('cache-control', 'no-cache')
				.header('content-security-policy', POLICY)
				.send(await readFile(file, 'utf8')),
		);
	}
}

function pageFiles() {
	return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
		const contentType = CONTENT_TYPES[extname(name)];
		if (contentType === undefined) return [];
		const path = name === 'index.html' ? '/' : `/${name.split(sep).join('/')}`;
		return [{ file: join(FOLDER, name), path, contentType }];
	});
}
