import { once } from 'node:events';
import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer, request } from 'node:http';
import type { Socket } from 'node:net';
import { freePort } from './server';

/** What happens to a request that passes: it goes through, or the line breaks before or after the server has it. */
type Fault = 'none' | 'break-before' | 'break-after';

/** The line between phone and server, which can be cut at any moment of a request. */
export class Cable {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private fault: { path: string; fault: Fault; times: number } = { path: '', fault: 'none', times: 0 };
  /** When each push was tried, whether it passed or not, in milliseconds. */
  readonly pushes: number[] = [];

  private constructor(
    readonly port: number,
    private readonly target: number,
    private readonly http: HttpServer,
  ) {}

  static async lay(target: number): Promise<Cable> {
    const http = createServer();
    const cable = new Cable(await freePort(), target, http);
    http.on('connection', (socket) => {
      if (cable.isCut) return void socket.destroy();
      cable.sockets.add(socket);
      socket.on('close', () => cable.sockets.delete(socket));
    });
    http.on('request', (incoming, answer) => cable.pass(incoming, answer));
    http.listen(cable.port, '127.0.0.1');
    await once(http, 'listening');
    return cable;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  /** The next `times` requests to `path` break before the server sees them, or after it has answered. */
  breakNext(path: string, fault: Exclude<Fault, 'none'>, times = 1): void {
    this.fault = { path, fault, times };
  }

  async remove(): Promise<void> {
    this.cut();
    this.http.close();
    await once(this.http, 'close');
  }

  private pass(incoming: IncomingMessage, answer: ServerResponse): void {
    let fault: Fault = 'none';
    if (incoming.url?.startsWith('/sync/push')) this.pushes.push(Date.now());
    if (this.fault.times > 0 && incoming.url?.startsWith(this.fault.path)) {
      this.fault.times -= 1;
      fault = this.fault.fault;
    }
    if (fault === 'break-before') return void incoming.socket.destroy();
    const onward = request(
      { host: '127.0.0.1', port: this.target, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (response) => {
        if (fault === 'break-after') {
          response.resume();
          response.on('end', () => incoming.socket.destroy());
          return;
        }
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  }
}
