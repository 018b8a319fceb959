import { createReadStream, existsSync, statSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml' }

/** What the H5 build must live with; the server sends the same. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"

/**
 * Serves `pages` (texts by path) and the files of `folder` on loopback and passes everything else on to
 * the server under test, so that page and doors have one origin. Answers the origin and how to stop.
 */
export async function serve({ folder, pages = {}, upstream, headers = {} }) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://loopback')
    const file = findFile(folder, pathname)
    if (pathname in pages) answer(response, path.extname(pathname) || '.html', headers).end(pages[pathname])
    else if (file) createReadStream(file).pipe(answer(response, path.extname(file), headers))
    else pass(request, response, upstream)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise(resolve => { server.close(resolve); server.closeAllConnections() }) }
}

function answer(response, extension, headers) {
  response.writeHead(200, { 'content-type': TYPES[extension] ?? 'application/octet-stream', ...headers })
  return response
}

function findFile(folder, pathname) {
  const at = path.join(folder, decodeURIComponent(pathname), pathname.endsWith('/') ? 'index.html' : '')
  return at.startsWith(folder) && existsSync(at) && statSync(at).isFile() ? at : null
}

function pass(request, response, upstream) {
  const target = new URL(request.url, upstream)
  const onward = http.request(target, { method: request.method, headers: { ...request.headers, host: target.host } }, got => {
    response.writeHead(got.statusCode, got.headers)
    got.pipe(response)
  })
  onward.on('error', () => response.writeHead(502).end())
  request.pipe(onward)
}
