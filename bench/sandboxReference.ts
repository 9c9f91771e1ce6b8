/**
 * What the web server under the local portal can do at most on this machine: bare Fastify that takes
 * any body as text and answers a constant. Prints its address; ends with the connection to its parent.
 */
import Fastify from 'fastify';

async function main(): Promise<void> {
	const server = Fastify();
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		done(null, body);
	});
	server.all('/rest/:method', (_request, reply) => reply.send({ result: true }));
	process.stdout.write(`${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
	process.on('disconnect', () => process.exit());
}

void main();
