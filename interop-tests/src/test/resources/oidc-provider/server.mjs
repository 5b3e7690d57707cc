// SPDX-License-Identifier: Apache-2.0
// An oidc-provider on loopback: one client, any user, and pages that a test can post.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const holder = {};
const server = createServer((request, response) => holder.callback(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'web',
        client_secret: 'web-secret-which-is-long-enough-for-a-test',
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        redirect_uris: ['https://web.example/callback'],
        response_types: ['code'],
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      revocation: { enabled: true },
    },
    issueRefreshToken: async (context, client, code) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
  });
  holder.callback = provider.callback();
  console.log(`issuer ${issuer}`);
});
