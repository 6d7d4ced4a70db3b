/*
 * Decodes a recorded stream with libvncclient, for `npm run bench decode`:
 *
 *     libvncclient STREAM OPENING WIDTH HEIGHT QUALITY RUNS [PIXELS]
 *
 * STREAM is what a server sent, OPENING the bytes of it that come before the first message, QUALITY the JPEG
 * quality that was asked for (-1: none). Prints the milliseconds of processor time of each run, one a line, and
 * writes the screen of the last run to PIXELS.
 *
 * The library's reading and writing is replaced by what is below: it then decodes from memory, without a socket
 * between, as its peers in the benchmark do. Its names bind to ours because it calls them through its linkage
 * table.
 */
#include <rfb/rfbclient.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *stream;
static size_t stream_length;
static size_t stream_at;

rfbBool ReadFromRFBServer(rfbClient *client, char *out, unsigned int n) {
  (void)client;
  if (n > stream_length - stream_at) return FALSE;
  memcpy(out, stream + stream_at, n);
  stream_at += n;
  return TRUE;
}

rfbBool WriteToRFBServer(rfbClient *client, const char *buf, unsigned int n) {
  (void)client;
  (void)buf;
  (void)n;
  return TRUE;
}

static void no_log(const char *format, ...) { (void)format; }

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static char *read_file(const char *name, size_t *length) {
  FILE *file = fopen(name, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) fail("cannot read the stream");
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc((size_t)size + 1);
  if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) fail("cannot read the stream");
  fclose(file);
  *length = (size_t)size;
  return bytes;
}

static rfbBool allocate(rfbClient *client) {
  free(client->frameBuffer);
  client->frameBuffer = calloc((size_t)client->width * client->height, 4);
  return client->frameBuffer != NULL;
}

static double processor_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc < 7) fail("usage: libvncclient STREAM OPENING WIDTH HEIGHT QUALITY RUNS [PIXELS]");
  stream = read_file(argv[1], &stream_length);
  int quality = atoi(argv[5]);
  int runs = atoi(argv[6]);
  rfbClientLog = no_log;
  rfbClientErr = no_log;
  for (int run = 0; run < runs; run++) {
    rfbClient *client = rfbGetClient(8, 3, 4);
    client->MallocFrameBuffer = allocate;
    client->canHandleNewFBSize = TRUE;
    client->appData.useRemoteCursor = TRUE;
    client->width = atoi(argv[3]);
    client->height = atoi(argv[4]);
    client->updateRect.w = client->width;
    client->updateRect.h = client->height;
    /* Bit 7 is how the library marks that no quality was asked for. */
    client->appData.qualityLevel = quality < 0 ? 5 : quality;
    client->appData.enableJPEG = TRUE;
    client->format.bitsPerPixel = 32;
    client->format.depth = 24;
    client->format.bigEndian = FALSE;
    client->format.trueColour = TRUE;
    client->format.redMax = client->format.greenMax = client->format.blueMax = 255;
    client->format.redShift = 0;
    client->format.greenShift = 8;
    client->format.blueShift = 16;
    client->si.format = client->format;
    client->si.framebufferWidth = client->width;
    client->si.framebufferHeight = client->height;
    if (!allocate(client)) fail("no memory");
    stream_at = (size_t)atol(argv[2]);
    double start = processor_milliseconds();
    while (stream_at < stream_length) {
      if (!HandleRFBServerMessage(client)) fail("the library gave up");
    }
    printf("%.3f\n", processor_milliseconds() - start);
    if (run == runs - 1 && argc > 7) {
      FILE *out = fopen(argv[7], "wb");
      size_t bytes = (size_t)client->width * client->height * 4;
      if (out == NULL || fwrite(client->frameBuffer, 1, bytes, out) != bytes) fail("cannot write the pixels");
      fclose(out);
    }
    rfbClientCleanup(client);
  }
  return 0;
}
