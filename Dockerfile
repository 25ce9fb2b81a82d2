# The single executable, and nothing else that could be run.
#   npm run build:binary && docker build --tag sallyport .
#   docker run --read-only --volume sallyport:/data --publish 127.0.0.1:4455:4455 sallyport \
#     serve --issuer https://auth.example.com --host 0.0.0.0 --database sqlite:/data/sallyport.db

FROM debian:12-slim AS ground
# The one library that Node needs and the base image lacks; and a folder for the database.
RUN apt-get update && apt-get install --yes --no-install-recommends libatomic1 \
  && mkdir -p /ground/usr/lib /ground/data \
  && cp --parents /usr/lib/*-linux-gnu/libatomic.so.1* /ground \
  && chown 65532:65532 /ground/data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=ground /ground /
COPY --chmod=0755 dist/sallyport /usr/local/bin/sallyport
# What is native in the executable becomes a file for a moment; with a read-only root only /data takes it.
WORKDIR /data
ENV TMPDIR=/data
VOLUME /data
EXPOSE 4455
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/usr/local/bin/sallyport", "health"]
ENTRYPOINT ["/usr/local/bin/sallyport"]
CMD ["--help"]
