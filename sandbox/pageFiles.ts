import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const FOLDER = join(__dirname, 'page');

/** The files of the page at `/`, by path. */
const FILES: Record<string, [file: string, contentType: string]> = {
	'/': ['index.html', 'text/html'],
	'/page.css': ['page.css', 'text/css'],
	'/page.js': ['page.js', 'text/javascript'],
	'/control.js': ['control.js', 'text/javascript'],
	'/element.js': ['element.js', 'text/javascript'],
	'/rows.js': ['rows.js', 'text/javascript'],
};

/** Serves the page; the files are read anew each time, so that a change shows at a reload. */
export function registerPage(server: FastifyInstance): void {
	for (const [path, [file, contentType]] of Object.entries(FILES)) {
		server.get(path, async (_request, reply) =>
			reply.type(`${contentType}; charset=utf-8`).send(await readFile(join(FOLDER, file), 'utf8')),
		);
	}
}
