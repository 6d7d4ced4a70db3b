/* Logs in to a server with libvncclient and prints the desktop's name, or fails.
 *
 *     libVncLogin PORT USERNAME PASSWORD SECURITY_TYPE [PORT_BEHIND_REPEATER]
 */
#include <rfb/rfbclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *username;
static const char *password;

static char *passwordOf(rfbClient *client) {
  (void)client;
  return strdup(password);
}

static rfbCredential *credentialOf(rfbClient *client, int type) {
  rfbCredential *credential;
  (void)client;
  if (type != rfbCredentialTypeUser) return NULL;
  credential = calloc(1, sizeof *credential);
  credential->userCredential.username = strdup(username);
  credential->userCredential.password = strdup(password);
  return credential;
}

int main(int count, char **words) {
  rfbClient *client;
  uint32_t type;
  int none = 0;
  if (count != 5 && count != 6) return 2;
  username = words[2];
  password = words[3];
  type = (uint32_t)atoi(words[4]);
  client = rfbGetClient(8, 3, 4);
  client->serverHost = strdup("127.0.0.1");
  client->serverPort = atoi(words[1]);
  if (count == 6) {
    client->destHost = strdup("127.0.0.1");
    client->destPort = atoi(words[5]);
  }
  client->GetPassword = passwordOf;
  client->GetCredential = credentialOf;
  SetClientAuthSchemes(client, &type, 1);
  if (!rfbInitClient(client, &none, NULL)) return 1;
  printf("%s\n", client->desktopName);
  rfbClientCleanup(client);
  return 0;
}
