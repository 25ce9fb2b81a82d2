# An image with the single executable and no other program.
#   npm run build:binary && docker build --tag sallyport .
#   docker run --read-only --volume sallyport:/data --publish 127.0.0.1:4455:4455 sallyport \
#     serve --issuer https://auth.example.com --host 0.0.0.0 --database sqlite:/data/sallyport.db

FROM debian:12-slim AS files
# The library that Node needs and the base image lacks, and a folder for the database.
RUN apt-get update && apt-get install --yes --no-install-recommends libatomic1 \
  && mkdir -p /files/usr/lib /files/data \
  && cp --parents /usr/lib/*-linux-gnu/libatomic.so.1* /files \
  && chown 65532:65532 /files/data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=files /files /
COPY --chmod=0755 dist/sallyport /usr/local/bin/sallyport
# The executable writes its native addons to TMPDIR and loads them. With a read-only root, only /data is writable.
WORKDIR /data
ENV TMPDIR=/data
VOLUME /data
EXPOSE 4455
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/usr/local/bin/sallyport", "health"]
ENTRYPOINT ["/usr/local/bin/sallyport"]
CMD ["--help"]
